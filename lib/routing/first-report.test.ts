import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../domain/attributes';
import { aSpan, attributesOf } from '../testing/a-span';
import { judgeCustody } from './judge-custody';
import { routeSpan } from './route-span';
import type { RoutingTable } from './table';
import { preserve } from './tables/preserve';
import { staging } from './tables/staging';

const IDENTITY = { sessionId: '3bab7b69-3eac-4e40-98ba-515fd55dcc66', project: 'sdk' };

function route(table: RoutingTable, sent: Readonly<Record<string, AttributeValue>>) {
  return routeSpan(aSpan({ attributes: attributesOf(sent) }), table, IDENTITY);
}

/** `state`, and where it was found instead, of every key a backend with this table stored. */
function verdicts(table: RoutingTable, sent: Readonly<Record<string, AttributeValue>>): Record<string, string> {
  const span = aSpan({ attributes: attributesOf(sent) });
  const { entries } = judgeCustody(span, routeSpan(span, table, IDENTITY), preserve);
  return Object.fromEntries(
    entries.map(({ key, state, foundAt }) => [key, foundAt === null ? state : `${state} ${foundAt}`]),
  );
}

const TWINS = {
  'traceloop.association.properties.session_id': IDENTITY.sessionId,
  'traceloop.association.properties.project': 'sdk',
  'traceloop.association.properties.source': 'pytest-integration',
};
const PROJECT_AND_SOURCE = { 'honeyhive.project': 'sdk', 'honeyhive.source': 'pytest-integration' };

describe('mapping table of the first report: lines that work', () => {
  const WORKING: readonly (readonly [string, Record<string, AttributeValue>, object])[] = [
    ['honeyhive_metadata.*', { 'honeyhive_metadata.k': 'v' }, { metadata: { k: 'v' } }],
    ['honeyhive_metrics.*, custom', { 'honeyhive_metrics.score': 0.5 }, { metrics: { score: 0.5 } }],
    ['honeyhive_metrics.*, tokens', { 'honeyhive_metrics.total_tokens': 7n }, { metadata: { total_tokens: 7 } }],
    ['honeyhive_inputs.*', { 'honeyhive_inputs.q': 'a' }, { inputs: { q: 'a' } }],
    ['honeyhive_outputs.*, object', { 'honeyhive_outputs.a': 'b' }, { outputs: { a: 'b' } }],
    ['honeyhive_outputs, string', { honeyhive_outputs: 'b' }, { outputs: 'b' }],
    ['honeyhive_config.*', { 'honeyhive_config.model': 'm' }, { config: { model: 'm' } }],
    ['honeyhive_feedback.*', { 'honeyhive_feedback.rating': 5n }, { feedback: { rating: 5 } }],
  ];
  for (const table of [preserve, staging]) {
    it.each(WORKING)(`%s, ${table.name}`, (_line, sent, stored) => {
      expect(route(table, sent)).toMatchObject(stored);
      expect(Object.values(verdicts(table, sent))).toEqual(['preserved']);
    });
  }
});

describe('mapping table of the first report: lines that should also keep the key', () => {
  it('honeyhive_error: in error and in metadata.honeyhive_error', () => {
    expect(route(preserve, { honeyhive_error: 'e' })).toMatchObject({ error: 'e', metadata: { honeyhive_error: 'e' } });
  });
  it.each(['project', 'source'])('honeyhive.%s: under the traceloop key and under its own', (name) => {
    const { metadata } = route(preserve, { [`honeyhive.${name}`]: 'x' });
    expect(metadata[`honeyhive.${name}`]).toBe('x');
    expect(metadata[`traceloop.association.properties.${name}`]).toBe('x');
  });
});

describe('failures of the first report', () => {
  const ERROR = {
    honeyhive_error: 'Intentional test error for backend verification',
    honeyhive_error_type: 'ValueError',
  };

  it('1, preserve: the error is in its field and in metadata', () => {
    expect(route(preserve, ERROR)).toMatchObject({ error: ERROR.honeyhive_error, metadata: ERROR });
    expect(verdicts(preserve, ERROR)).toEqual({ honeyhive_error: 'preserved', honeyhive_error_type: 'preserved' });
  });
  it('1, staging: the error is in its field with its type, metadata lacks it: partial', () => {
    const event = route(staging, ERROR);
    expect(event.error).toBe('ValueError: Intentional test error for backend verification');
    expect(event.metadata).not.toHaveProperty('honeyhive_error');
    expect(verdicts(staging, ERROR)).toEqual({ honeyhive_error: 'partial', honeyhive_error_type: 'preserved' });
  });
  it('1, staging: the ledger says which home is empty', () => {
    const span = aSpan({ attributes: attributesOf(ERROR) });
    const [entry] = judgeCustody(span, routeSpan(span, staging, IDENTITY), preserve).entries;
    expect(entry).toMatchObject({
      destinations: [
        { path: 'error', found: true },
        { path: 'metadata.honeyhive_error', found: false, stored: null },
      ],
      reason: 'Stored at error, but missing at metadata.honeyhive_error.',
    });
  });

  const HIGH_CARDINALITY: Record<string, AttributeValue> = {
    'attr.string': 's',
    'attr.long_string': 'x'.repeat(500),
    'attr.int': 42n,
    'attr.float': 2.5,
    'attr.large_int': 9223372036854775807n,
    'llm.request.model': 'gpt-4',
    'llm.response.tokens.total': 300n,
    ...Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`dynamic.attr_${i}`, `value ${i}`])),
  };
  it('2, preserve: every key of a high-cardinality span is in metadata', () => {
    const { metadata } = route(preserve, HIGH_CARDINALITY);
    expect(metadata).toMatchObject({ 'llm.request.model': 'gpt-4', 'llm.response.tokens.total': 300 });
    expect(new Set(Object.values(verdicts(preserve, HIGH_CARDINALITY)))).toEqual(new Set(['preserved']));
  });
  it('2, staging: exactly the llm keys are missing from metadata', () => {
    const failed = Object.entries(verdicts(staging, HIGH_CARDINALITY)).filter(([, verdict]) => verdict !== 'preserved');
    expect(failed).toEqual([
      ['llm.request.model', 'partial'],
      ['llm.response.tokens.total', 'partial'],
    ]);
  });

  const EXPORTED = {
    'test.unique_id': 'u1',
    'honeyhive.session_id': IDENTITY.sessionId,
    ...PROJECT_AND_SOURCE,
    ...TWINS,
  };
  it('3, preserve: unique id, session id, project and source are in metadata', () => {
    expect(route(preserve, EXPORTED).metadata).toMatchObject(EXPORTED);
  });
  it('3, staging: session id, project and source are lost, the traceloop keys are not their new names', () => {
    expect(verdicts(staging, EXPORTED)).toEqual({
      'test.unique_id': 'preserved',
      'honeyhive.session_id': 'lost',
      'honeyhive.project': 'lost',
      'honeyhive.source': 'lost',
      'traceloop.association.properties.session_id': 'preserved',
      'traceloop.association.properties.project': 'preserved',
      'traceloop.association.properties.source': 'preserved',
    });
  });

  const NAMESPACES = {
    'honeyhive.outputs.response': 'Test response',
    'honeyhive.metadata.model.provider': 'test',
    'honeyhive.config.max_tokens': 150n,
  };
  it('6, preserve: dotted namespaces are flat keys of metadata', () => {
    expect(route(preserve, NAMESPACES).metadata).toMatchObject({ ...NAMESPACES, 'honeyhive.config.max_tokens': 150 });
  });
  it('6, staging: dotted namespaces are moved to the buckets', () => {
    expect(verdicts(staging, NAMESPACES)).toEqual({
      'honeyhive.outputs.response': 'moved outputs.response',
      'honeyhive.metadata.model.provider': 'moved metadata.model.provider',
      'honeyhive.config.max_tokens': 'moved config.max_tokens',
    });
  });

  for (const test of ['7', '8']) {
    it(`${test}, preserve: project and source keep their keys, with and without the traceloop keys`, () => {
      expect(route(preserve, { ...PROJECT_AND_SOURCE, ...TWINS }).metadata).toMatchObject(PROJECT_AND_SOURCE);
      expect(route(preserve, PROJECT_AND_SOURCE).metadata).toMatchObject(PROJECT_AND_SOURCE);
    });
    it(`${test}, staging: lost when the client sent the traceloop keys too`, () => {
      const sent = { ...PROJECT_AND_SOURCE, ...TWINS };
      expect(route(staging, sent).metadata).toMatchObject(TWINS);
      expect(verdicts(staging, sent)).toMatchObject({
        'honeyhive.project': 'lost',
        'honeyhive.source': 'lost',
        'traceloop.association.properties.project': 'preserved',
        'traceloop.association.properties.source': 'preserved',
      });
    });
    it(`${test}, staging: renamed when the client sent no traceloop keys`, () => {
      expect(verdicts(staging, PROJECT_AND_SOURCE)).toEqual({
        'honeyhive.project': 'renamed metadata.traceloop.association.properties.project',
        'honeyhive.source': 'renamed metadata.traceloop.association.properties.source',
      });
    });
  }

  // 4, 5 (performance) and the delay part of 9 say nothing about mapping; 9 asserted the project key as well.
  it('9, staging: what a worker span misses is the project key, not the span', () => {
    const sent = { 'test.worker_id': 3n, 'honeyhive.project': 'sdk', ...TWINS };
    expect(verdicts(staging, sent)).toMatchObject({ 'test.worker_id': 'preserved', 'honeyhive.project': 'lost' });
  });
});
