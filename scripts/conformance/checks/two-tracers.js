/** Each tracer keeps its session and source; a span of one inside a span of the other is where the client files it. */
export async function twoTracers({ printed, stored, expect, client }) {
  const first = await stored.session(printed.firstSession);
  const second = await stored.session(printed.secondSession);
  expect.members('first session', first.session, { event_name: 'first tracer', source: 'first source' });
  expect.members('second session', second.session, { event_name: 'second tracer', source: 'second source' });
  for (const [where, source, { spans }] of [
    ['first', 'first source', first],
    ['second', 'second source', second],
  ]) {
    for (const span of spans)
      expect.equal(`source of “${span.event_name}” in the ${where} session`, span.source, source);
  }
  // The preview lets the tracer decide; later clients, and npm, the context, so that a trace stays in one session.
  const isTornApart = client.name === 'py-preview';
  expect.equal('spans of the first session', namesOf(first), [
    'first_inner',
    ...(isTornApart ? ['first_inner'] : []),
    'first_outer',
  ]);
  expect.equal('spans of the second session', namesOf(second), [
    ...(isTornApart ? [] : ['first_inner']),
    'second_alone',
    'second_outer',
  ]);
  if (!isTornApart) return;
  const judged = await stored.judgedSession(printed.firstSession);
  const torn = judged.spans.find((span) => span.parentState === 'elsewhere');
  expect.equal('session of the parent that is elsewhere', torn?.parentSessionId, printed.secondSession);
}

function namesOf({ spans }) {
  return spans.map((span) => span.event_name).sort();
}
