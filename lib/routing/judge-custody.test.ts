import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attribute, AttributeValue } from '../domain/attributes';
import type { TraceEvent } from '../domain/event';
import type { JsonObject, JsonValue } from '../domain/json';
import { parseJson } from '../domain/json-text';
import type { LedgerEntry } from '../domain/ledger';
import { aSpan, attributesOf } from '../testing/a-span';
import { countCustody } from './count-custody';
import { judgeCustody } from './judge-custody';
import { routeSpan } from './route-span';
import { preserve } from './tables/preserve';
import { routeOnly } from './tables/route-only';

/** An event of another backend: what our router adds, and these members. */
function anEvent(stored: Partial<TraceEvent>): TraceEvent {
  return { ...routeSpan(aSpan(), preserve, { sessionId: 'session-1', project: 'project-1' }), ...stored };
}

function judgeAll(attributes: readonly Attribute[], stored: Partial<TraceEvent>, contract = preserve) {
  return judgeCustody(aSpan({ attributes }), anEvent(stored), contract);
}

function judge(sent: Readonly<Record<string, AttributeValue>>, stored: Partial<TraceEvent>, contract = preserve) {
  const { entries } = judgeAll(attributesOf(sent), stored, contract);
  return Object.fromEntries(entries.map((entry) => [entry.key, entry]));
}

/** The entry of one sent key `k`, stored as `metadata.k`. */
function judgeValue(sent: AttributeValue, stored: JsonValue): LedgerEntry | undefined {
  return judge({ k: sent }, { metadata: { k: stored } }).k;
}

describe('a value that changed on its way (F14)', () => {
  const list = (values: Readonly<Record<string, AttributeValue>>) => ({ entries: attributesOf(values) });
  const megabyte = 'x'.repeat(1 << 20);
  it.each<[name: string, sent: AttributeValue, stored: JsonValue, state: string]>([
    ['int64 exactly', 9223372036854775807n, 9223372036854775807n, 'preserved'],
    ['int64 as a double', 9223372036854775807n, 2 ** 63, 'retyped'],
    ['int64 one off', 9007199254740993n, 9007199254740992n, 'changed'],
    ['int64 as text', 9223372036854775807n, '9223372036854775807', 'retyped'],
    ['int64 as text one off', 9007199254740993n, '9007199254740992', 'changed'],
    ['int as a double of the same value', 42n, 42, 'preserved'],
    ['int as text', 42n, '42', 'retyped'],
    ['text as a number', '42', 42, 'retyped'],
    ['double rounded', 0.1 + 0.2, 0.3, 'changed'],
    ['double as text', 1, '1.0', 'retyped'],
    ['NaN as its name', Number.NaN, 'NaN', 'preserved'],
    ['NaN as null', Number.NaN, null, 'changed'],
    ['infinity as its name', Number.POSITIVE_INFINITY, 'Infinity', 'preserved'],
    ['bytes as base64', new Uint8Array([1, 255]), 'Af8=', 'preserved'],
    ['bytes as hex', new Uint8Array([1, 255]), '01ff', 'changed'],
    ['true as text', true, 'true', 'retyped'],
    ['true as Python text', true, 'True', 'retyped'],
    ['true as 1', true, 1, 'retyped'],
    ['false as true', false, true, 'changed'],
    ['empty AnyValue as null', null, null, 'preserved'],
    ['empty AnyValue as its name', null, 'null', 'retyped'],
    ['empty AnyValue as empty text', null, '', 'changed'],
    ['empty text', '', '', 'preserved'],
    ['empty text as null', '', null, 'changed'],
    ['text emptied', 'abc', '', 'changed'],
    ['list', [1n, 'a', null], [1, 'a', null], 'preserved'],
    ['list as JSON text', [1n, 'a'], '[1,"a"]', 'retyped'],
    ['list as spaced JSON text', [1n, 'a'], '[1, "a"]', 'retyped'],
    ['list as Python text', ['a', true], "['a', True]", 'retyped'],
    ['list in another order', [1n, 2n], [2, 1], 'changed'],
    ['list cut', [1n, 2n, 3n], [1, 2], 'truncated'],
    ['empty list', [], [], 'preserved'],
    ['empty list as null', [], null, 'changed'],
    ['map', list({ a: list({ b: 1n }) }), { a: { b: 1 } }, 'preserved'],
    ['map as Python text', list({ a: 1n }), "{'a': 1}", 'retyped'],
    ['map that lost a member', list({ a: 1n, b: 2n }), { a: 1 }, 'changed'],
    ['JSON text that was read', '{"a":1}', { a: 1 }, 'retyped'],
    ['megabyte', megabyte, megabyte, 'preserved'],
    ['megabyte cut', megabyte, megabyte.slice(0, 65536), 'truncated'],
    ['text cut with dots', 'a long text', 'a lon...', 'truncated'],
    ['text cut with an ellipsis', 'a long text', 'a long…', 'truncated'],
    ['text cut inside a character', 'naïve', 'na\ufffd', 'truncated'],
    ['JSON text of a list cut', ['aaaa', 'bbbb'], '["aaaa","b', 'truncated'],
    ['text extended', 'a', 'ab', 'changed'],
    ['text normalised', 'e\u0301', '\u00e9', 'changed'],
  ])('%s', (_name, sent, stored, state) => expect(judgeValue(sent, stored)?.state).toBe(state));

  it('tells how much was cut', () => {
    expect(judgeValue('abcdef', 'abc')?.reason).toBe('Only the first 3 of 6 characters are at metadata.k.');
    expect(judgeValue([1n, 2n], [1])?.reason).toBe('Only the first 1 of 2 items are at metadata.k.');
  });
  it('tells when digits are lost', () => {
    expect(judgeValue(9223372036854775807n, 2 ** 63)?.reason).toContain('last digits');
  });
  it('shows both values in full', () => {
    const entry = judgeValue(9223372036854775807n, '9223372036854775807');
    expect(entry).toMatchObject({ type: 'int', value: 9223372036854775807n });
    expect(entry?.destinations).toEqual([{ path: 'metadata.k', found: false, stored: '"9223372036854775807"' }]);
  });
});

describe('readings of a path', () => {
  it.each<[name: string, metadata: JsonObject]>([
    ['dotted', { 'a.b.c': 1 }],
    ['nested', { a: { b: { c: 1 } } }],
    ['half and half', { a: { 'b.c': 1 } }],
    ['the other half', { 'a.b': { c: 1 } }],
  ])('%s', (_name, metadata) => expect(judge({ 'a.b.c': 1n }, { metadata })['a.b.c']?.state).toBe('preserved'));

  it('finds an array element in every reading', () => {
    const key = 'honeyhive_inputs.messages.0.role';
    for (const inputs of [
      { messages: [{ role: 'u' }] },
      { 'messages.0.role': 'u' },
      { messages: { 0: { role: 'u' } } },
      { 'messages.0': { role: 'u' } },
    ]) {
      expect(judge({ [key]: 'u' }, { inputs })[key]?.state).toBe('preserved');
    }
  });
  it('prefers the reading that was sent over another one in its way', () => {
    expect(judge({ 'a.b': 1n }, { metadata: { a: { b: 2 }, 'a.b': 1 } })['a.b']?.state).toBe('preserved');
  });
});

describe('moved and renamed', () => {
  it('moved: the same key in another bucket', () => {
    expect(judge({ 'app.x': 'v' }, { metadata: {}, inputs: { 'app.x': 'v' } })['app.x']).toMatchObject({
      state: 'moved',
      foundAt: 'inputs.app.x',
    });
  });
  it('moved needs no rare value, the key is evidence', () => {
    const sent = { 'a.on': true, b: true };
    expect(judge(sent, { metadata: { b: true }, config: { on: true } })['a.on']?.state).toBe('moved');
  });
  it('renamed: a prefix that nobody sent', () => {
    expect(judge({ 'app.x': 'v' }, { metadata: { 'otel_app.x': 'v' } })['app.x']).toMatchObject({
      state: 'renamed',
      foundAt: 'metadata.otel_app.x',
    });
  });
  it('renamed: the older name of max_tokens', () => {
    const key = 'gen_ai.request.max_tokens';
    const entry = judge({ [key]: 1000n }, { config: { max_completion_tokens: 1000 } })[key];
    expect(entry).toMatchObject({ state: 'renamed', foundAt: 'config.max_completion_tokens' });
  });
  it('renamed: a list as a whole', () => {
    expect(judge({ k: ['a', 'b'] }, { metadata: { other: ['a', 'b'] } }).k).toMatchObject({
      state: 'renamed',
      foundAt: 'metadata.other',
    });
  });
  it('lost: the value sits under a key that explains it', () => {
    const sent = { 'honeyhive.project': 'sdk', 'traceloop.association.properties.project': 'sdk' };
    const metadata = { 'traceloop.association.properties.project': 'sdk' };
    expect(judge(sent, { metadata })).toMatchObject({
      'honeyhive.project': { state: 'lost', foundAt: null },
      'traceloop.association.properties.project': { state: 'preserved' },
    });
  });
  it('lost: a common value that was sent twice may come from either', () => {
    const { a, b } = judge({ a: true, b: true }, { metadata: { c: true } });
    expect([a?.state, b?.state]).toEqual(['lost', 'lost']);
    expect(a?.reason).toContain('metadata.c');
  });
  it('lost: a common value that is there twice', () => {
    expect(judge({ a: 7n }, { metadata: { c: 7, d: 7 } }).a?.state).toBe('lost');
  });
  it('renamed: a value of much information, though it is there twice', () => {
    const id = '3bab7b69-3eac-4e40-98ba-515fd55dcc66';
    expect(judge({ a: id }, { metadata: { c: id, d: id } }).a?.state).toBe('renamed');
  });
  it('lost: two keys claim the same moved value', () => {
    const { 'a.x': a, 'b.x': b } = judge({ 'a.x': 1n, 'b.x': 1n }, { metadata: {}, inputs: { x: 1 } });
    expect([a?.state, b?.state]).toEqual(['lost', 'lost']);
  });
  it('lost: a field that every event has is no evidence, but it is mentioned', () => {
    const { state, reason } = judge({ 'honeyhive.session_id': 'session-1' }, {})['honeyhive.session_id'] ?? {};
    expect(state).toBe('lost');
    expect(reason).toContain('session_id');
  });
  it('lost: what the backend fills by itself is no evidence', () => {
    const event = anEvent({});
    expect(judge({ 'my.trace': event.metadata.trace_id as string }, {})['my.trace']?.state).toBe('lost');
  });
  it('a stored value is given to one key only, the list before what is in it', () => {
    const { whole, part } = judge({ part: 'abc', whole: ['abc', 'def'] }, { metadata: { other: ['abc', 'def'] } });
    expect([whole?.state, part?.state]).toEqual(['renamed', 'lost']);
  });
  it('lost: a list in which another key is at home is no value of its own', () => {
    const { k } = judge({ k: ['a', 'b'], 'other.0': 'a' }, { metadata: { other: ['a', 'b'] } });
    expect(k?.state).toBe('lost');
  });
  it('gives an announced copy of two keys to the first by name, whatever the order sent', () => {
    const from = (key: string) => ({
      from: key,
      to: [`metadata.${key}`],
      copies: ['metadata.copy'],
      note: '',
      source: '',
    });
    const contract = { ...preserve, rules: [from('b'), from('a'), ...preserve.rules] };
    const sent = attributesOf({ b: true, a: true });
    for (const attributes of [sent, sent.toReversed()]) {
      const { entries } = judgeAll(attributes, { metadata: { copy: true } }, contract);
      expect(entries.find(({ state }) => state === 'renamed')?.key).toBe('a');
    }
  });
  it('says lost rather than guess among more than 64 equal values', () => {
    const sent = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}.x`, 'same']));
    const metadata = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`m${i}`, 'same']));
    expect(countCustody(judgeAll(attributesOf(sent), { metadata })).lost).toBe(100);
  });
});

describe('collided', () => {
  const RUN = { 'honeyhive_metadata.run_id': 'a', 'traceloop.association.properties.run_id': 'b' };
  it('two keys want one place and differ: the loser says who won', () => {
    const { entries } = judgeAll(attributesOf(RUN), { metadata: { run_id: 'a' } });
    expect(entries.map(({ state }) => state)).toEqual(['preserved', 'collided']);
    expect(entries[1]?.reason).toBe(
      'metadata.run_id has the value of honeyhive_metadata.run_id, which goes to the same place.',
    );
  });
  it('of several winners the first by name is told, whatever the order sent', () => {
    const sent = attributesOf({ run_id: 'b', ...RUN });
    for (const attributes of [sent, sent.toReversed()]) {
      const { entries } = judgeAll(attributes, { metadata: { run_id: 'b' } });
      expect(entries.find(({ state }) => state === 'collided')?.reason).toContain('the value of run_id,');
    }
  });
  it('two keys want one place and agree: both are preserved', () => {
    const both = { ...RUN, 'traceloop.association.properties.run_id': 'a' };
    expect(countCustody(judgeAll(attributesOf(both), { metadata: { run_id: 'a' } })).preserved).toBe(2);
  });
  it('a repeated key has an entry for every time it was sent', () => {
    const attributes = ['x', 'y', 'y'].map((value) => ({ key: 'k', value }));
    const { entries } = judgeAll(attributes, { metadata: { k: 'y' } });
    expect(entries.map(({ state }) => state)).toEqual(['collided', 'preserved', 'preserved']);
    expect(entries[0]?.reason).toContain('more than once');
  });
  it('a place that has the beginning of one value and all of another belongs to the other', () => {
    const sent = { ...RUN, 'honeyhive_metadata.run_id': 'b and more' };
    const { entries } = judgeAll(attributesOf(sent), { metadata: { run_id: 'b' } });
    expect(entries.map(({ state }) => state)).toEqual(['collided', 'preserved']);
  });
  it('longer keys took the place of a shorter one', () => {
    expect(judge({ a: 1n, 'a.b': 2n }, { metadata: { a: { b: 2 } } }).a?.state).toBe('collided');
  });
  it('the status message took the field error', () => {
    const span = aSpan({
      attributes: attributesOf({ 'http.status_code': 500n }),
      status: { code: 2, message: 'server gone' },
    });
    const stored = routeSpan(span, routeOnly, { sessionId: 's', project: 'p' });
    expect(judgeCustody(span, stored, routeOnly).entries[0]?.state).toBe('collided');
  });
});

describe('partial', () => {
  it('names a home that has another value', () => {
    const entry = judge({ honeyhive_error: 'boom' }, { error: 'E: boom', metadata: { honeyhive_error: 'other' } });
    expect(entry.honeyhive_error).toMatchObject({
      state: 'partial',
      reason: 'Stored at error, but another value is at metadata.honeyhive_error.',
    });
  });
});

describe('added', () => {
  it('lists what nobody sent, and neither lineage nor span events', () => {
    const span = aSpan({
      attributes: attributesOf({ k: 'v' }),
      events: [{ name: 'e', timeUnixNano: 1n, attributes: attributesOf({ x: 1n }), droppedAttributesCount: null }],
    });
    const event = routeSpan(span, preserve, { sessionId: 's', project: 'p' });
    const stored = { ...event, metadata: { ...event.metadata, invented: { by: ['the backend'] } } };
    expect(judgeCustody(span, stored, preserve).added).toEqual([
      { path: 'metadata.invented.by.0', stored: '"the backend"' },
    ]);
  });
});

describe('hostile events', () => {
  it('reads prototype keys as data', () => {
    const metadata = parseJson('{"__proto__":"x","constructor":{"prototype":1}}') as JsonObject;
    const sent = { constructor: { entries: attributesOf({ prototype: 1n }) } };
    const attributes = [{ key: '__proto__', value: 'x' }, ...attributesOf(sent)];
    expect(judgeAll(attributes, { metadata }).entries.map(({ state }) => state)).toEqual(['preserved', 'preserved']);
    expect(judgeAll([{ key: 'toString', value: 'x' }], { metadata: {} }).entries[0]?.state).toBe('lost');
  });
  it('survives buckets that are no objects', () => {
    const stored = { outputs: ['a'], config: null as unknown as JsonObject, metadata: 'text' as unknown as JsonObject };
    expect(judge({ 'honeyhive_outputs.0': 'a', k: 'v' }, stored)).toMatchObject({
      'honeyhive_outputs.0': { state: 'preserved' },
      k: { state: 'lost' },
    });
  });
  it('judges 5,000 keys that all went elsewhere in a moment', () => {
    const sent = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k.${i}`, `value ${i}`]));
    const inputs = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`n.${i}`, `value ${i}`]));
    expect(countCustody(judgeAll(attributesOf(sent), { metadata: {}, inputs })).renamed).toBe(5000);
  });
});

const scalar: fc.Arbitrary<string | boolean | number> = fc.oneof(
  fc.constantFrom('a', 'ab', 'abc', true, 1, 2, '1'),
  fc.uuid(),
);
const key = fc.constantFrom(
  'a',
  'b',
  'a.b',
  'x.a',
  'honeyhive_metadata.a',
  'honeyhive.project',
  'honeyhive_error',
  'c',
);
const bucket = fc.dictionary(fc.constantFrom('a', 'b', 'a.b', 'z', 'honeyhive.project', 'c'), scalar, { maxKeys: 4 });

describe('for any sent keys and any stored event', () => {
  it('verdicts do not depend on the order in which distinct keys were sent', () => {
    const sent = fc.uniqueArray(fc.record({ key, value: scalar }), { selector: ({ key }) => key });
    fc.assert(
      fc.property(sent, bucket, bucket, fc.infiniteStream(fc.nat()), (attributes, metadata, inputs, random) => {
        const shuffled = attributes
          .map((attribute) => ({ attribute, at: random.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ attribute }) => attribute);
        const judged = [attributes, shuffled].map((list) => {
          const { entries, added } = judgeAll(list, { metadata, inputs });
          const byKey = entries.map(({ position: _position, ...entry }) => entry);
          return { entries: byKey.sort((a, b) => (a.key < b.key ? -1 : 1)), added };
        });
        expect(judged[1]).toEqual(judged[0]);
      }),
      { numRuns: 1000 },
    );
  });

  it('a stored value is the target of one verdict at most', () => {
    const sent = fc.array(fc.record({ key, value: scalar }));
    fc.assert(
      fc.property(sent, bucket, bucket, (attributes, metadata, inputs) => {
        const { entries, added } = judgeAll(attributes, { metadata, inputs });
        const targets = entries.flatMap(({ foundAt }) => foundAt ?? []);
        expect(new Set(targets).size).toBe(targets.length);
        const explained = entries.flatMap(({ destinations }) =>
          destinations.flatMap(({ path, found }) => (found ? path : [])),
        );
        for (const path of [...targets, ...added.map(({ path }) => path)]) expect(explained).not.toContain(path);
      }),
      { numRuns: 1000 },
    );
  });
});
