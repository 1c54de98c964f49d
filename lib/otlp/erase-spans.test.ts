import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Span } from '../domain/span';
import { aSpan, aSpanId, attributesOf } from '../testing/a-span';
import { arbitrarySpan } from '../testing/arbitrary-span';
import { encodeProtobuf, messageField, spanFields, stringField } from '../testing/encode-protobuf';
import { decodeTraces } from './decode-traces';
import { toOtlpJson } from './encode-json';
import { eraseSpans } from './erase-spans';
import type { OtlpEncoding } from './otlp-encoding';

const utf8 = new TextDecoder();

function encodeJson(spans: readonly Span[]): Uint8Array {
  const groups = spans.map((span) => (JSON.parse(toOtlpJson(span)) as { resourceSpans: unknown[] }).resourceSpans[0]);
  return new TextEncoder().encode(JSON.stringify({ resourceSpans: groups }));
}

/** One resource and scope around spans whose names and attributes are easy to look for. */
function oneGroup(encoding: OtlpEncoding, count: number): Uint8Array {
  const resource = { ...aSpan().resource, attributes: attributesOf({ host: 'the-resource' }) };
  const spans = Array.from({ length: count }, (_, i) =>
    aSpan({ spanId: aSpanId(`b${i}`), name: `name-${i}`, attributes: attributesOf({ k: `value-${i}` }), resource }),
  );
  if (encoding === 'json') {
    const [whole] = spans.map((span) => JSON.parse(toOtlpJson(span)));
    whole.resourceSpans[0].scopeSpans[0].spans = spans.map(
      (span) => JSON.parse(toOtlpJson(span)).resourceSpans[0].scopeSpans[0].spans[0],
    );
    return new TextEncoder().encode(JSON.stringify(whole));
  }
  const fields = spans.map((span) => messageField(2, ...spanFields(span)));
  const scopeSpans = messageField(2, messageField(1, stringField(1, 'the-scope')), ...fields, stringField(3, 'schema'));
  const attribute = messageField(1, stringField(1, 'host'), messageField(2, stringField(1, 'the-resource')));
  return Uint8Array.from(messageField(1, messageField(1, attribute), scopeSpans, stringField(98, 'unknown field')));
}

function erase(bytes: Uint8Array, encoding: OtlpEncoding, ...ordinals: readonly number[]): Uint8Array {
  return eraseSpans(bytes, encoding, new Set(ordinals));
}

describe.each([
  ['protobuf', encodeProtobuf],
  ['json', encodeJson],
] as const)('erasing spans from %s', (encoding, encode) => {
  test('leaves every other span as it was, in its place', () => {
    fc.assert(
      fc.property(fc.array(arbitrarySpan(), { minLength: 1, maxLength: 5 }), fc.nat({ max: 31 }), (spans, bits) => {
        const body = encode(spans);
        const ordinals = new Set(spans.map((_, i) => i).filter((i) => (bits >> i) & 1));
        const before = decodeTraces(body, encoding);
        const after = decodeTraces(eraseSpans(body, encoding, ordinals), encoding);
        expect(after.spans).toEqual(before.spans.filter(({ ordinal }) => !ordinals.has(ordinal)));
        expect(after.rejected.map(({ ordinal }) => ordinal)).toEqual([...ordinals]);
      }),
    );
  });

  test('takes their contents out of the bytes, and nothing else', () => {
    const left = utf8.decode(erase(oneGroup(encoding, 3), encoding, 1));
    for (const text of ['name-1', 'value-1']) expect(left).not.toContain(text);
    for (const text of ['name-0', 'value-0', 'name-2', 'value-2', 'the-resource']) expect(left).toContain(text);
  });

  test('takes the contents of a resource and scope with their last span, in one step or in two', () => {
    const body = oneGroup(encoding, 2);
    const atOnce = erase(body, encoding, 0, 1);
    expect(utf8.decode(atOnce)).not.toMatch(/the-|name-|schema|unknown|test/);
    expect(erase(erase(body, encoding, 0), encoding, 1)).toEqual(atOnce);
    expect(decodeTraces(atOnce, encoding).rejected).toHaveLength(2);
  });

  test('does nothing a second time, or for places that hold no span', () => {
    const body = oneGroup(encoding, 3);
    const once = erase(body, encoding, 1);
    expect(erase(once, encoding, 1)).toEqual(once);
    expect(erase(body, encoding, 7)).toBe(body);
  });
});

test('in protobuf all bytes around the erased span are the same', () => {
  const body = oneGroup('protobuf', 3);
  const erased = erase(body, 'protobuf', 1);
  const at = (bytes: Uint8Array, text: string) => utf8.decode(bytes).indexOf(text);
  const tail = body.subarray(at(body, 'name-2'));
  expect(erased.subarray(erased.byteLength - tail.byteLength)).toEqual(tail);
  expect(at(erased, 'value-0')).toBeGreaterThan(0);
});

describe('in JSON', () => {
  const span = (name: string) => ({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), name });
  const eraseText = (value: object, ordinal: number) =>
    utf8.decode(erase(new TextEncoder().encode(JSON.stringify(value)), 'json', ordinal));

  test('old names count in the order of the decoder', () => {
    const body = {
      resource_spans: [
        { instrumentationLibrarySpans: [{ spans: [span('third')] }], scope_spans: [{ spans: [span('first')] }] },
        { scopeSpans: [{ spans: [span('fourth')] }] },
      ],
    };
    expect(eraseText(body, 1)).not.toContain('third');
    expect(eraseText(body, 1)).toContain('first');
    expect(eraseText(body, 2)).not.toContain('fourth');
  });

  test('what a second spelling of the same member says goes, too', () => {
    const body = { resourceSpans: [{ scopeSpans: [{ spans: [span('a')] }] }], resource_spans: [{ x: 'hidden' }] };
    expect(eraseText(body, 0)).toBe('{"resourceSpans":[{"scopeSpans":[{"spans":[{}]}]}]}');
  });
});
