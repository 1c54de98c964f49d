/** Events the program makes, by name. */
const EVENTS = {
  alpha: {
    event_type: 'model',
    metadata: { count: 3, flag: true, when: '2024-05-01T00:00:00Z', nested: { deep: 'a needle in hay' } },
    metrics: { score: 0.25 },
  },
  beta: {
    event_type: 'tool',
    metadata: { count: 12, flag: false, when: '2024-06-01T00:00:00Z', nested: { deep: 'nothing' } },
    metrics: { score: 0.75 },
  },
  gamma: { event_type: 'chain', metadata: { 'dotted.key': 'yes' } },
};

/** What is asked, and the names that must come back. Some clients allow only texts as values, so all are texts. */
const QUESTIONS = {
  'is, string': [['event_name', 'is', 'alpha', 'string'], ['alpha']],
  'is not, string': [
    ['event_name', 'is not', 'alpha', 'string'],
    ['beta', 'gamma'],
  ],
  'is, string, on the type': [['event_type', 'is', 'tool', 'string'], ['beta']],
  'contains, nested': [['metadata.nested.deep', 'contains', 'needle', 'string'], ['alpha']],
  'not contains, nested': [
    ['metadata.nested.deep', 'not contains', 'needle', 'string'],
    ['beta', 'gamma'],
  ],
  'is, number': [['metadata.count', 'is', '12', 'number'], ['beta']],
  'greater than, number': [['metadata.count', 'greater than', '5', 'number'], ['beta']],
  'less than, number': [['metadata.count', 'less than', '5', 'number'], ['alpha']],
  'greater than, fraction': [['metrics.score', 'greater than', '0.5', 'number'], ['beta']],
  'is, boolean': [['metadata.flag', 'is', 'true', 'boolean'], ['alpha']],
  'is not, boolean': [
    ['metadata.flag', 'is not', 'true', 'boolean'],
    ['beta', 'gamma'],
  ],
  exists: [
    ['metadata.flag', 'exists', '', 'boolean'],
    ['alpha', 'beta'],
  ],
  'not exists': [['metadata.flag', 'not exists', '', 'boolean'], ['gamma']],
  'after, datetime': [['metadata.when', 'after', '2024-05-15T00:00:00Z', 'datetime'], ['beta']],
  'before, datetime': [['metadata.when', 'before', '2024-05-15T00:00:00Z', 'datetime'], ['alpha']],
  'is, dotted key': [['metadata.dotted.key', 'is', 'yes', 'string'], ['gamma']],
};

/** What the programs are told, so that all languages ask the same. */
export const EXPORT_ENVIRONMENT = {
  CONFORMANCE_EVENTS: JSON.stringify(EVENTS),
  CONFORMANCE_FILTERS: JSON.stringify(
    Object.fromEntries(
      Object.entries(QUESTIONS).map(([question, [[field, operator, value, type]]]) => [
        question,
        { field, operator, value, type },
      ]),
    ),
  ),
};

/** What the models of the older clients refuse before they send anything. */
const UNKNOWN_TO_OLDER = ['less than, number', 'exists', 'not exists', 'after, datetime', 'before, datetime'];

export async function exportOperators({ printed, expect, client }) {
  const isOlder = client.name === 'npm' || client.name === 'py-preview';
  const unknown = isOlder ? UNKNOWN_TO_OLDER : [];
  expect.equal('filters the client refused itself', Object.keys(printed.notOffered), unknown);
  for (const [question, [, names]] of Object.entries(QUESTIONS)) {
    if (!unknown.includes(question)) expect.equal(`events found by “${question}”`, printed.found[question], names);
  }
  expect.equal('total of an export of two events a page', printed.total, 3);
  expect.equal(
    'events on each page',
    printed.pages.map((page) => page.length),
    [2, 1, 0],
  );
  expect.equal('events over all pages', printed.pages.flat().sort(), ['alpha', 'beta', 'gamma']);
  expect.equal('events of a day in 2001', printed.inThePast, 0);
  expect.equal('events of the century', printed.inRange, 3);
}
