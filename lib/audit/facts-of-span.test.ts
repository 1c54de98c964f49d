import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../domain/attributes';
import type { Span } from '../domain/span';
import { aCustody } from '../testing/a-custody';
import { aSpan, attributesOf } from '../testing/a-span';
import { factsOfSpan } from './facts-of-span';
import { payloadHash } from './payload-hash';

const KNOWN = { sessionId: 's', namesSession: true, eventType: 'tool', custody: aCustody() } as const;

function factsOf(attributes: Readonly<Record<string, AttributeValue>>, overrides: Partial<Span> = {}) {
  return factsOfSpan(aSpan({ attributes: attributesOf(attributes), ...overrides }), KNOWN);
}

describe('own values', () => {
  it('reads the spellings of the Python and of the TypeScript client', () => {
    expect(factsOf({ 'honeyhive_metadata.run_id': 'r' }).keys.run_id).toEqual({
      values: ['r'],
      invalid: [],
      foundIn: ['honeyhive_metadata.run_id'],
    });
    expect(factsOf({ 'traceloop.association.properties.run_id': 'r' }).keys.run_id?.values).toEqual(['r']);
  });

  it('leaves out a key without any spelling', () => {
    expect(Object.keys(factsOf({ 'honeyhive_metadata.run_ids': 'r' }).keys)).toEqual([]);
  });

  it('keeps spellings that contradict each other, and one value where they agree', () => {
    const twice = { 'honeyhive_metadata.run_id': 'b', 'traceloop.association.properties.run_id': 'a' };
    expect(factsOf(twice).keys.run_id?.values).toEqual(['a', 'b']);
    expect(factsOf({ ...twice, 'honeyhive_metadata.run_id': ' a ' }).keys.run_id?.values).toEqual(['a']);
  });

  it('takes the last of a repeated attribute', () => {
    const attributes = [...attributesOf({ run_id: 'old' }), ...attributesOf({ run_id: 'new' })];
    expect(factsOf({}, { attributes }).keys.run_id?.values).toEqual(['new']);
  });

  it('compares UUIDs in lower case, and other ids as they are', () => {
    const upper = '3F2504E0-4F89-11D3-9A0C-0305E82C3301';
    expect(factsOf({ run_id: upper }).keys.run_id?.values).toEqual([upper.toLowerCase()]);
    expect(factsOf({ run_id: 'EXT-Ab' }).keys.run_id?.values).toEqual(['EXT-Ab']);
  });

  it.each(['', '  ', 'None', 'null', 'undefined', 'NaN', '[object Object]', `\${RUN_ID}`, 'run-{{ run }}'])(
    'does not take %j for an id',
    (text) => {
      expect(factsOf({ run_id: text }).keys.run_id).toEqual({ values: [], invalid: [text], foundIn: ['run_id'] });
    },
  );

  it('takes whole numbers for ids and nothing else that is no text', () => {
    expect(factsOf({ run_id: 9007199254740993n }).keys.run_id?.values).toEqual(['9007199254740993']);
    for (const value of [1.5, true, null, ['r'], { entries: [] }, new Uint8Array(2)]) {
      expect(factsOf({ run_id: value }).keys.run_id?.values).toEqual([]);
      expect(factsOf({ run_id: value }).keys.run_id?.invalid).toHaveLength(1);
    }
  });

  it('reads resource and scope apart from the span', () => {
    const resource = { attributes: attributesOf({ run_id: 'r' }), droppedAttributesCount: null, schemaUrl: '' };
    const facts = factsOf({}, { resource });
    expect(facts.keys).toEqual({});
    expect(facts.ambientKeys.run_id?.values).toEqual(['r']);
  });
});

describe('surroundings of a span', () => {
  it('reads whether the parent is in another process, and admits not to know', () => {
    expect(factsOf({}, { flags: 0x300 }).remoteParent).toBe(true);
    expect(factsOf({}, { flags: 0x101 }).remoteParent).toBe(false);
    expect(factsOf({}, { flags: 0x001 }).remoteParent).toBeNull();
    expect(factsOf({}, { flags: null }).remoteParent).toBeNull();
  });

  it('names the process by its instance id, else by host and process id', () => {
    const resourceOf = (values: Readonly<Record<string, AttributeValue>>) => ({
      resource: { attributes: attributesOf(values), droppedAttributesCount: null, schemaUrl: '' },
    });
    expect(factsOf({}, resourceOf({ 'service.instance.id': 'i', 'host.name': 'h' })).process).toBe('i');
    expect(factsOf({}, resourceOf({ 'host.name': 'h', 'process.pid': 7n })).process).toBe('h:7');
    expect(factsOf({}, resourceOf({ 'process.pid': 7n })).process).toBeNull();
  });

  it('reads what the evidence probe saw', () => {
    expect(factsOf({ 'audit.ctx': ['run_id', 'session_id'] }).probe).toEqual(['run_id', 'session_id']);
    expect(factsOf({ 'audit.ctx': 'run_id, session_id' }).probe).toEqual(['run_id', 'session_id']);
    expect(factsOf({ 'audit.ctx': '' }).probe).toEqual([]);
    expect(factsOf({}).probe).toBeNull();
  });
});

describe('input values', () => {
  it('are the short scalars a span was given, also inside JSON text', () => {
    const values = factsOf({
      'honeyhive_inputs._params_.x': 'a',
      'honeyhive_inputs.n': 3n,
      'honeyhive_inputs.dp': '{"inputs":{"q":"b"},"list":[true]}',
      'input.value': '{not json',
      honeyhive_inputsx: 'no',
      'honeyhive_outputs.result': 'no',
    }).inputValues;
    expect(values).toEqual(['3', 'a', 'b', 'true', '{not json']);
  });

  it('stay few and short', () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`honeyhive_inputs.${i}`, `v${i}`]));
    expect(factsOf({ ...many, 'honeyhive_inputs.0': 'x'.repeat(201) }).inputValues.length).toBe(16);
  });
});

describe('payloadHash', () => {
  const span = aSpan({ attributes: attributesOf({ a: 'x', n: 1n, d: 1, list: ['p', 'q'] }) });

  it('is equal whether or not the encoding tells flags and dropped counts', () => {
    const told = { ...span, flags: 0x100, droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 };
    expect(payloadHash(told)).toBe(payloadHash(span));
  });

  it('differs by every part of the contents', () => {
    const changed: Partial<Span>[] = [
      { name: 'other' },
      { kind: 2 },
      { endUnixNano: span.endUnixNano + 1n },
      { status: { code: 2, message: '' } },
      { attributes: attributesOf({ a: 'x', n: 1n, d: 1, list: ['pq'] }) },
      { attributes: attributesOf({ a: 'x', n: 1, d: 1, list: ['p', 'q'] }) },
      { events: [{ timeUnixNano: 1n, name: 'e', attributes: [], droppedAttributesCount: null }] },
      {
        links: [
          { traceId: 't', spanId: 's', traceState: '', attributes: [], droppedAttributesCount: null, flags: null },
        ],
      },
      { resource: { ...span.resource, attributes: attributesOf({ r: 'x' }) } },
      { scope: { ...span.scope, version: '2' } },
    ];
    const hashes = [{}, ...changed].map((change) => payloadHash({ ...span, ...change }));
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('holds values nested 100,000 deep', () => {
    let deep: AttributeValue = 'x';
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(payloadHash(aSpan({ attributes: [{ key: 'deep', value: deep }] }))).toMatch(/^[0-9a-f]{16}$/);
  });

  it('tells 20,000 texts apart', () => {
    const hashes = new Set(Array.from({ length: 20_000 }, (_, i) => payloadHash({ ...span, name: `n${i}` })));
    expect(hashes.size).toBe(20_000);
  });

  it('gives equal spans equal hashes', () => {
    const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    const property = fc.property(fc.string(), int64, fc.double(), (text, int, double) => {
      const attributes = () => attributesOf({ text, int, double });
      expect(payloadHash({ ...span, attributes: attributes() })).toBe(
        payloadHash({ ...span, attributes: attributes() }),
      );
    });
    fc.assert(property);
  });
});
