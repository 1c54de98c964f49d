import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attribute, AttributeValue } from '../domain/attributes';
import { eventIdOfSpan } from '../domain/ids';
import { parseJson, stringifyJson } from '../domain/json-text';
import type { Span } from '../domain/span';
import { aSpan, aSpanId, attributesOf } from '../testing/a-span';
import { judgeCustody } from './judge-custody';
import { routeSpan } from './route-span';
import { ROUTING_TABLES } from './tables';
import { preserve } from './tables/preserve';
import { routeOnly } from './tables/route-only';
import { staging } from './tables/staging';

const IDENTITY = { sessionId: 'session-1', project: 'project-1' };
const ERROR = { code: 2, message: 'ValueError: from status' };

function route(sent: Readonly<Record<string, AttributeValue>>, span: Partial<Span> = {}, table = preserve) {
  return routeSpan(aSpan({ ...span, attributes: attributesOf(sent) }), table, IDENTITY);
}

describe('fields of the event', () => {
  const span = aSpan();

  it('files the event where the request says', () => {
    expect(route({})).toMatchObject({ session_id: 'session-1', project: 'project-1', children_ids: [], source: null });
  });
  it('derives the event id from the span, so that a repeated delivery is the same event', () => {
    expect(route({}).event_id).toBe(eventIdOfSpan(span.traceId, span.spanId));
  });
  it('takes an event id from the client if it is a UUID', () => {
    const id = 'B9D1A1B8-1f2e-4c3d-8a4b-5c6d7e8f9a0b';
    expect(route({ honeyhive_event_id: id }).event_id).toBe(id);
    const other = route({ honeyhive_event_id: '../../etc' });
    expect(other.event_id).toBe(eventIdOfSpan(span.traceId, span.spanId));
    expect(other.metadata.honeyhive_event_id).toBe('../../etc');
  });
  it('hangs a root under the session and a child under the event of its parent span', () => {
    expect(route({}).parent_id).toBe('session-1');
    expect(route({}, { parentSpanId: aSpanId('c1') }).parent_id).toBe(eventIdOfSpan(span.traceId, aSpanId('c1')));
  });
  it('lets the client name the parent of a root, never of a child', () => {
    expect(route({ 'honeyhive.parent_id': 'p' }).parent_id).toBe('p');
    const child = route({ 'honeyhive.parent_id': 'p' }, { parentSpanId: aSpanId('c1') });
    expect(child.parent_id).toBe(eventIdOfSpan(span.traceId, aSpanId('c1')));
    expect(child.metadata['honeyhive.parent_id']).toBe('p');
  });
  it('gives times in Unix milliseconds', () => {
    const times = { startUnixNano: 1_760_000_000_000_500_000n, endUnixNano: 1_760_000_000_002_000_000n };
    expect(route({}, times)).toMatchObject({ start_time: 1760000000000.5, end_time: 1760000000002, duration: 1.5 });
  });
  it('has no end for a span that never ended', () => {
    expect(route({}, { endUnixNano: 0n })).toMatchObject({ end_time: null, duration: null });
  });
  it('keeps lineage, scope and instrumentor in metadata', () => {
    expect(route({}, { parentSpanId: aSpanId('c1') }).metadata).toMatchObject({
      trace_id: span.traceId,
      span_id: span.spanId,
      parent_span_id: aSpanId('c1'),
      has_otlp_lineage: true,
      instrumentor: 'unknown',
      scope: { name: 'test', version: '1.0.0' },
    });
  });
  it('keeps what a client sends under such a name instead', () => {
    expect(route({ trace_id: 'mine', scope: 'mine' }).metadata).toMatchObject({ trace_id: 'mine', scope: 'mine' });
  });
  it('leaves resource attributes out', () => {
    const resource = { attributes: attributesOf({ 'service.name': 's' }), droppedAttributesCount: null, schemaUrl: '' };
    expect(stringifyJson(route({}, { resource }).metadata)).not.toContain('service.name');
  });
});

describe('event type', () => {
  it.each([
    ['an explicit type', { honeyhive_event_type: 'chain', 'llm.request.type': 'chat' }, 'chat', 'chain'],
    ['no type out of the four', { honeyhive_event_type: 'magic' }, 'step', 'tool'],
    ['llm.request.type', { 'llm.request.type': 'chat' }, 'step', 'model'],
    ['a key below gen_ai.prompt', { 'gen_ai.prompt.0.role': 'user' }, 'step', 'model'],
    ['a key that only starts like one', { 'gen_ai.prompts': 'x' }, 'step', 'tool'],
    ['chat in the name', {}, 'OpenAI.Chat', 'model'],
    ['a tool that completes nothing', {}, 'run_function', 'tool'],
    ['nothing', {}, 'step', 'tool'],
  ])('%s', (_case, sent, name, type) => expect(route(sent, { name }).event_type).toBe(type));
});

describe('instrumentor', () => {
  const scopeOf = (name: string) => ({ ...aSpan().scope, name });
  it.each([
    ['openinference', {}, { scope: scopeOf('openinference.instrumentation.openai') }],
    ['vercel', {}, { scope: scopeOf('@vercel/otel') }],
    ['openinference', { 'openinference.span.kind': 'LLM', 'gen_ai.system': 'x' }, {}],
    ['traceloop', { 'traceloop.span.kind': 'workflow', 'gen_ai.agent.id': 'x' }, {}],
    ['openlit', { 'gen_ai.agent.id': 'x', 'gen_ai.system': 'x' }, {}],
    ['vercel', { 'ai.operationId': 'x' }, {}],
    ['standard', { 'gen_ai.system': 'x' }, {}],
  ])('%s', (instrumentor, sent, span) => expect(route(sent, span).metadata.instrumentor).toBe(instrumentor));
});

describe('error', () => {
  it('is the attribute before the status', () => {
    expect(route({ honeyhive_error: 'e' }, { status: ERROR }).error).toBe('e');
  });
  it('is the status message before a failed HTTP status', () => {
    expect(route({ 'http.status_code': 500n }, { status: ERROR }).error).toBe(ERROR.message);
    expect(route({ 'http.status_code': 500n }, { status: ERROR }, routeOnly).error).toBe(ERROR.message);
  });
  it('is a failed HTTP status as text', () => {
    expect(route({ 'http.status_code': 429n })).toMatchObject({ error: '429', metadata: { status_code: 429 } });
    const { error, metadata } = route({ 'http.status_code': 429n }, {}, routeOnly);
    expect(error).toBe('429');
    expect(metadata).not.toHaveProperty('status_code');
  });
  it('shows a status that says no more', () => {
    expect(route({}, { status: { code: 2, message: '' } }).error).toBe('ERROR');
  });
  it('is null for a message without the status of an error, and for blank attributes', () => {
    expect(route({ honeyhive_error: '' }, { status: { code: 1, message: 'fine' } }).error).toBeNull();
  });
});

describe('arrays', () => {
  it('are rebuilt at the first index, later segments stay dotted keys', () => {
    expect(
      route({
        'honeyhive_inputs._params_.messages.0.role': 'user',
        'honeyhive_inputs._params_.messages.1.tool.0.id': 'i',
        'honeyhive_outputs.result.0.function.name': 'f',
        'honeyhive_metadata.nested.l.0': 1n,
        'honeyhive_metadata.nested.l.1.m': 2n,
      }),
    ).toMatchObject({
      inputs: { _params_: { messages: [{ role: 'user' }, { 'tool.0.id': 'i' }] } },
      outputs: { result: [{ 'function.name': 'f' }] },
      metadata: { nested: { l: [1, { m: 2 }] } },
    });
  });
  it('do not depend on the order in which their elements come', () => {
    expect(route({ 'honeyhive_inputs.a.1': 'y', 'honeyhive_inputs.a.0': 'x' }).inputs).toEqual({ a: ['x', 'y'] });
  });
  it.each([
    ['a gap', { 'honeyhive_inputs.a.0': 1n, 'honeyhive_inputs.a.2': 3n }],
    ['a huge index', { 'honeyhive_inputs.a.999999': 1n }],
    ['an index that is an id', { 'honeyhive_inputs.a.4294967295': 1n }],
    ['a value in the way', { 'honeyhive_inputs.a': 'x', 'honeyhive_inputs.a.0': 1n }],
    ['an element that is both', { 'honeyhive_inputs.a.0': 1n, 'honeyhive_inputs.a.0.b': 2n }],
    ['an index in front', { 'honeyhive_inputs.0.a': 1n }],
  ])('stay dotted keys with %s', (_case, sent: Record<string, AttributeValue>) => {
    const expected = Object.entries(sent).map(([key, value]) => [
      key.slice('honeyhive_inputs.'.length),
      typeof value === 'bigint' ? Number(value) : value,
    ]);
    expect(route(sent).inputs).toEqual(Object.fromEntries(expected));
  });
  it('never write into a value that was sent', () => {
    const sent = { 'honeyhive_inputs.a': { entries: attributesOf({ x: 1n }) }, 'honeyhive_inputs.a.b.0': 2n };
    expect(route(sent).inputs).toEqual({ a: { x: 1 }, 'a.b.0': 2 });
  });
  it('of arrays are refused, one of the two stays dotted', () => {
    const { inputs } = route({ 'honeyhive_inputs.a.0.b': 1n, 'honeyhive_inputs.a.b.0': 2n });
    expect(inputs).toEqual({ a: [{ b: 1 }], 'a.b.0': 2 });
  });
});

describe('two keys for one place', () => {
  it('are decided by the order of the rules, not of the attributes', () => {
    const sent = attributesOf({ 'traceloop.association.properties.run_id': 'b', 'honeyhive_metadata.run_id': 'a' });
    for (const attributes of [sent, sent.toReversed()]) {
      expect(routeSpan(aSpan({ attributes }), preserve, IDENTITY).metadata.run_id).toBe('a');
    }
  });
  it('leave the client its own traceloop key on staging', () => {
    const twin = 'traceloop.association.properties.project';
    for (const sent of [
      { [twin]: 'own', 'honeyhive.project': 'other' },
      { 'honeyhive.project': 'other', [twin]: 'own' },
    ]) {
      expect(route(sent, {}, staging).metadata[twin]).toBe('own');
    }
  });
  it('that are the same key: the last value is what the client meant', () => {
    const attributes = [
      { key: 'k', value: 'first' },
      { key: 'k', value: 'last' },
    ];
    expect(routeSpan(aSpan({ attributes }), preserve, IDENTITY).metadata.k).toBe('last');
  });
  it('leave a bare output in metadata beside keyed ones', () => {
    const event = route({ honeyhive_outputs: 'bare', 'honeyhive_outputs.a': 'b' });
    expect(event).toMatchObject({ outputs: { a: 'b' }, metadata: { honeyhive_outputs: 'bare' } });
  });
});

describe('values', () => {
  it('are JSON without loss of meaning', () => {
    const list: AttributeValue = { entries: attributesOf({ a: [1n, null, true] }) };
    expect(
      route({
        big: 2n ** 63n - 1n,
        bytes: new Uint8Array([0, 255]),
        nan: Number.NaN,
        infinity: Number.NEGATIVE_INFINITY,
        empty: null,
        list,
      }).metadata,
    ).toMatchObject({
      big: 9223372036854775807n,
      bytes: 'AP8=',
      nan: 'NaN',
      infinity: '-Infinity',
      empty: null,
      list: { a: [1, null, true] },
    });
  });
  it('keep a map that repeats a key as a list of pairs', () => {
    const entries = [
      { key: 'a', value: 1n },
      { key: 'a', value: 2n },
    ];
    expect(route({ m: { entries } }).metadata.m).toEqual([
      { key: 'a', value: 1 },
      { key: 'a', value: 2 },
    ]);
  });
  it('read JSON text of messages without rounding, and leave other text alone', () => {
    expect(route({ 'llm.input_messages': '[{"id":9223372036854775807}]' }).inputs.chat_history).toEqual([
      { id: 9223372036854775807n },
    ]);
    for (const text of ['[broken', '"text"', '7', '['.repeat(200) + ']'.repeat(200)]) {
      expect(route({ 'llm.input_messages': text }).inputs.chat_history).toBe(text);
    }
  });
});

const key = fc.oneof(
  fc.string(),
  fc.constantFrom('__proto__', 'constructor', 'a.__proto__.b', 'toString', '', '.', '*', '0', 'hasOwnProperty'),
  fc
    .tuple(
      fc.constantFrom(
        'honeyhive_inputs',
        'honeyhive_metadata',
        'honeyhive_outputs',
        'honeyhive',
        'llm',
        'gen_ai.prompt',
      ),
      fc.array(fc.constantFrom('a', 'b', '0', '1', '__proto__', 'message', ''), { minLength: 1, maxLength: 4 }),
    )
    .map(([prefix, rest]) => [prefix, ...rest].join('.')),
  fc.constantFrom(
    'honeyhive_error',
    'honeyhive.project',
    'http.status_code',
    'honeyhive_outputs',
    'honeyhive_event_type',
  ),
);
const { value } = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: 'binary' }),
    fc.boolean(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.double(),
    fc.uint8Array({ maxLength: 8 }),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(fc.record({ key: fc.constantFrom('a', 'b', '__proto__'), value: tie('value') }), { maxLength: 3 })
      .map((entries) => ({ entries })),
  ),
}));
const attributes: fc.Arbitrary<Attribute[]> = fc.array(fc.record({ key, value }), { maxLength: 20 });
const table = fc.constantFrom(...ROUTING_TABLES.values());

describe('for any attributes', () => {
  it('every one has exactly one ledger entry, in the order sent, by any contract', () => {
    fc.assert(
      fc.property(attributes, table, table, (attributes, routing, contract) => {
        const span = aSpan({ attributes });
        const { entries } = judgeCustody(span, routeSpan(span, routing, IDENTITY), contract);
        expect(entries.map(({ key, position }) => ({ key, position }))).toEqual(
          attributes.map(({ key }, position) => ({ key, position })),
        );
      }),
    );
  });

  it('a table loses and changes nothing by its own measure, except where keys meet', () => {
    const identity = { sessionId: 'text', project: 'text' };
    fc.assert(
      fc.property(fc.uniqueArray(fc.record({ key, value }), { selector: ({ key }) => key }), table, (sent, table) => {
        const attributes = sent.map((attribute) =>
          /^honeyhive\.(project|session_id)/.test(attribute.key) ? { ...attribute, value: 'text' } : attribute,
        );
        const span = aSpan({ attributes });
        const { entries, added } = judgeCustody(span, routeSpan(span, table, identity), table);
        const faults = entries.filter(({ state }) => state === 'lost' || state === 'changed');
        expect(faults).toEqual([]);
        expect(added).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('the event is the same for any order of distinct keys', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ key, value }), { selector: ({ key }) => key, maxLength: 12 }),
        table,
        (attributes, table) => {
          const forward = routeSpan(aSpan({ attributes }), table, IDENTITY);
          const backward = routeSpan(aSpan({ attributes: attributes.toReversed() }), table, IDENTITY);
          expect(backward).toEqual(forward);
        },
      ),
    );
  });

  it('the event survives being written as JSON and read again', () => {
    fc.assert(
      fc.property(attributes, table, (attributes, table) => {
        const { metadata, inputs, outputs } = routeSpan(aSpan({ attributes }), table, IDENTITY);
        for (const bucket of [metadata, inputs, outputs]) {
          expect(stringifyJson(parseJson(stringifyJson(bucket)))).toBe(stringifyJson(bucket));
        }
      }),
    );
  });

  it('no prototype is touched, and hostile keys are only keys', () => {
    fc.assert(
      fc.property(attributes, table, (attributes, table) => {
        const span = aSpan({ attributes: [...attributes, { key: '__proto__', value: 'evil' }] });
        const { metadata } = routeSpan(span, table, IDENTITY);
        expect(Object.getPrototypeOf(metadata)).toBeNull();
        expect(Object.keys(metadata)).toContain('__proto__');
      }),
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect({}).not.toHaveProperty('a');
  });
});
