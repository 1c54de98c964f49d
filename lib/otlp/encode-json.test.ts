import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../domain/attributes';
import { aSpan, attributesOf } from '../testing/a-span';
import { arbitrarySpan, arbitraryValue } from '../testing/arbitrary-span';
import { decodeTraces } from './decode-traces';
import { attributeText, toOtlpJson } from './encode-json';

describe('toOtlpJson', () => {
  it('is read back as the same span, whatever is in it', () => {
    const count = fc.option(fc.nat({ max: 2 ** 32 - 1 }));
    fc.assert(
      fc.property(arbitrarySpan(count), (span) => {
        const decoded = decodeTraces(new TextEncoder().encode(toOtlpJson(span)), 'json');
        expect(decoded).toEqual({ spans: [{ ordinal: 0, span }], rejected: [], warnings: [] });
      }),
    );
  });

  it('is strict OTLP/JSON: hex ids, integers and times as strings, enum numbers', () => {
    const span = aSpan({ attributes: attributesOf({ n: 5n, x: Number.NaN, b: Uint8Array.of(255), e: null }) });
    const [group] = JSON.parse(toOtlpJson(span)).resourceSpans;
    expect(group.scopeSpans[0].scope).toEqual({ name: 'test', version: '1.0.0', attributes: [] });
    const [sent] = group.scopeSpans[0].spans;
    expect(sent).toMatchObject({ kind: 1, startTimeUnixNano: '1760000000000000000', status: { code: 0 } });
    expect(sent).not.toHaveProperty('parentSpanId');
    expect(sent.attributes).toEqual([
      { key: 'n', value: { intValue: '5' } },
      { key: 'x', value: { doubleValue: 'NaN' } },
      { key: 'b', value: { bytesValue: '/w==' } },
      { key: 'e', value: {} },
    ]);
  });
});

describe('attributeText', () => {
  it.each<readonly [AttributeValue, string]>([
    ['as it is\n', 'as it is\n'],
    [true, 'true'],
    [2n ** 63n - 1n, '9223372036854775807'],
    [1.5, '1.5'],
    [-0, '-0'],
    [Number.NaN, 'NaN'],
    [null, 'null'],
    [Uint8Array.of(255), '"/w=="'],
    [['a', 1n, null, [0.5]], '["a",1,null,[0.5]]'],
    [
      {
        entries: [
          { key: 'a', value: 1n },
          { key: 'a', value: '"' },
        ],
      },
      '{"a":1,"a":"\\""}',
    ],
  ])('writes a value for reading: %#', (value, text) => {
    expect(attributeText(value)).toBe(text);
  });

  it('is JSON for every value that holds others', () => {
    fc.assert(
      fc.property(fc.array(arbitraryValue), (value) => {
        expect(() => JSON.parse(attributeText(value))).not.toThrow();
      }),
    );
  });
});
