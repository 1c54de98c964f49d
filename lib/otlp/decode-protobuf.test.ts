import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../domain/attributes';
import type { DecodedTraces } from '../domain/span';
import { aSpan, attributesOf } from '../testing/a-span';
import { arbitrarySpan } from '../testing/arbitrary-span';
import {
  anyValueFields,
  type Bytes,
  bytesField,
  doubleField,
  encodeProtobuf,
  fixed32Field,
  fixed64Field,
  messageField,
  spanFields,
  stringField,
  varint,
  varintField,
} from '../testing/encode-protobuf';
import { decodeTraces } from './decode-traces';

function decode(...parts: readonly Bytes[]): DecodedTraces {
  return decodeTraces(Uint8Array.from(parts.flat()), 'protobuf');
}

/** A request with these spans, each given as its fields. */
function requestOf(...spans: readonly Bytes[][]): Bytes {
  return messageField(1, messageField(2, ...spans.map((fields) => messageField(2, ...fields))));
}

const TRACE = bytesField(1, new Uint8Array(16).fill(0xab));
const SPAN = bytesField(2, new Uint8Array(8).fill(0xcd));

/** The value of the only attribute of a span whose AnyValue has these fields. */
function attributeValue(...fields: readonly Bytes[]): AttributeValue | undefined {
  const attribute = messageField(9, stringField(1, 'k'), messageField(2, ...fields));
  return decode(requestOf([TRACE, SPAN, attribute])).spans[0]?.span.attributes[0]?.value;
}

describe('decoding protobuf', () => {
  it('gives back every span that was encoded, verbatim', () => {
    fc.assert(
      fc.property(fc.array(arbitrarySpan(), { maxLength: 3 }), (spans) => {
        const decoded = decodeTraces(encodeProtobuf(spans), 'protobuf');
        expect(decoded.spans).toEqual(spans.map((span, ordinal) => ({ ordinal, span })));
        expect([decoded.rejected, decoded.warnings]).toEqual([[], []]);
      }),
    );
  });

  it.each<[string, Bytes]>([
    ['an empty body', []],
    ['an empty ResourceSpans', messageField(1)],
    ['an empty ScopeSpans', messageField(1, messageField(2))],
    ['only a resource', messageField(1, messageField(1))],
    ['only unknown fields', [...varintField(99, 1), ...stringField(98, 'x')]],
  ])('takes %s as a request without spans', (_, body) => {
    expect(decode(body)).toEqual({ spans: [], rejected: [], warnings: [] });
  });

  it('reads what proto3 leaves out as zero, and absent flags as not told', () => {
    const span = decode(requestOf([TRACE, SPAN])).spans[0]?.span;
    expect(span).toMatchObject({
      parentSpanId: null,
      name: '',
      kind: 0,
      startUnixNano: 0n,
      endUnixNano: 0n,
      status: { code: 0, message: '' },
      droppedAttributesCount: 0,
      droppedEventsCount: 0,
      droppedLinksCount: 0,
      flags: null,
      resource: { attributes: [], droppedAttributesCount: 0, schemaUrl: '' },
      scope: { name: '', version: '', droppedAttributesCount: 0 },
    });
  });

  it('skips unknown fields and groups at every level, and known fields of another wire type', () => {
    const unknown = [
      ...varintField(77, 2n ** 64n - 1n),
      ...stringField(78, 'later version'),
      ...[...varint(79 * 8 + 3), ...stringField(1, 'x'), ...varint(79 * 8 + 4)],
    ];
    const attribute = [
      ...unknown,
      ...stringField(1, 'k'),
      ...messageField(2, unknown, varintField(3, 5)),
      ...varintField(1, 9),
    ];
    const decoded = decode(
      unknown,
      messageField(
        1,
        unknown,
        messageField(1, unknown, bytesField(1, attribute), stringField(2, 'not a count')),
        messageField(2, unknown, messageField(2, [...TRACE, ...SPAN, ...unknown, ...bytesField(9, attribute)])),
      ),
    );
    expect(decoded.spans[0]?.span.attributes).toEqual([{ key: 'k', value: 5n }]);
    expect(decoded.spans[0]?.span.resource).toEqual({
      attributes: [{ key: 'k', value: 5n }],
      droppedAttributesCount: 0,
      schemaUrl: '',
    });
  });

  it('merges split messages and lets the last of repeated scalars count, in any field order', () => {
    const decoded = decode(
      messageField(
        1,
        stringField(3, 'old'),
        messageField(
          2,
          messageField(
            2,
            TRACE,
            SPAN,
            stringField(5, 'first name'),
            stringField(5, 'last name'),
            messageField(15, varintField(3, 2)),
            messageField(15, stringField(2, 'failed')),
          ),
          messageField(1, stringField(1, 'scope')),
          messageField(1, stringField(2, '1.0')),
        ),
        messageField(1, messageField(1, stringField(1, 'a'))),
        messageField(1, messageField(1, stringField(1, 'b'))),
        stringField(3, 'new'),
      ),
    );
    const span = decoded.spans[0]?.span;
    expect(span?.name).toBe('last name');
    expect(span?.status).toEqual({ code: 2, message: 'failed' });
    expect(span?.scope).toMatchObject({ name: 'scope', version: '1.0' });
    expect(span?.resource.attributes.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(span?.resource.schemaUrl).toBe('new');
  });

  it('shares one resource between the spans of a ResourceSpans', () => {
    const scopeSpans = messageField(2, messageField(2, TRACE, SPAN));
    const { spans } = decode(messageField(1, scopeSpans, scopeSpans, messageField(1)));
    expect(spans[0]?.span.resource).toBe(spans[1]?.span.resource);
    expect(spans[0]?.span.scope).not.toBe(spans[1]?.span.scope);
  });

  it.each<[string, readonly Bytes[], AttributeValue]>([
    ['an empty value, which is not an empty string', [], null],
    ['an empty string', [stringField(1, '')], ''],
    ['false', [varintField(2, 0)], false],
    ['the smallest integer', [varintField(3, -(2n ** 63n))], -(2n ** 63n)],
    ['the largest integer', [varintField(3, 2n ** 63n - 1n)], 2n ** 63n - 1n],
    ['negative zero', [doubleField(4, -0)], -0],
    ['not a number', [doubleField(4, Number.NaN)], Number.NaN],
    ['the last of several kinds', [stringField(1, 'x'), varintField(3, 7), varintField(2, 1)], true],
    ['an empty list', [messageField(5)], []],
    [
      'a list that came in two parts',
      [messageField(5, messageField(1, varintField(3, 1))), messageField(5, messageField(1))],
      [1n, null],
    ],
    [
      'key-value pairs that came in two parts',
      [messageField(6, messageField(1, stringField(1, 'a'))), messageField(6, messageField(1, stringField(1, 'a')))],
      {
        entries: [
          { key: 'a', value: null },
          { key: 'a', value: null },
        ],
      },
    ],
    ['a list in place of a string', [stringField(1, 'x'), messageField(5)], []],
  ])('reads %s', (_, fields, expected) => {
    expect(attributeValue(...fields)).toEqual(expected);
  });

  it('keeps no part of the request alive with a bytes value, also when the request is a Buffer', () => {
    const attribute = { key: 'k', value: Uint8Array.of(1, 2, 3) };
    const body = Buffer.from(encodeProtobuf([aSpan({ attributes: [attribute] })]));
    const value = decodeTraces(body, 'protobuf').spans[0]?.span.attributes[0]?.value;
    expect(value).toEqual(Uint8Array.of(1, 2, 3));
    expect((value as Uint8Array).buffer).not.toBe(body.buffer);
    expect(Buffer.isBuffer(value)).toBe(false);
  });

  it('warns of string table references and of strings that are not UTF-8', () => {
    const decoded = decode(
      requestOf([
        TRACE,
        SPAN,
        bytesField(5, [0xff]),
        messageField(9, varintField(3, 4), messageField(2, varintField(8, 5))),
      ]),
    );
    expect(decoded.spans[0]?.span).toMatchObject({ name: '\ufffd', attributes: [{ key: '', value: null }] });
    expect(decoded.warnings).toEqual([
      'references to a string table, which traces do not have, read as empty (2 times)',
      'strings that are not UTF-8, read with replacement characters (1 times)',
    ]);
  });

  it('takes 100 lists inside each other and refuses 100,000 without overflowing the stack', () => {
    let value: AttributeValue = 'leaf';
    for (let depth = 0; depth < 100; depth++) value = depth % 2 ? [value] : { entries: attributesOf({ k: value }) };
    expect(attributeValue(anyValueFields(value))).toEqual(value);
    expect(() => attributeValue(anyValueFields([value]))).toThrow('100 levels');

    // From the inside out: each level is a tag and a length around what is already there.
    const levels = 200_000;
    const body: number[] = [];
    for (let level = 0; level < levels; level++) {
      body.push(...[...varint(body.length)].reverse(), level % 2 ? 0x2a : 0x0a);
    }
    expect(() => attributeValue(body.reverse())).toThrow('100 levels');
  });

  it('reads a value in very many parts in linear time', () => {
    const parts = new Array<Bytes>(100_000).fill(messageField(5, messageField(1)));
    expect(attributeValue(parts.flat())).toHaveLength(100_000);
  });

  const good = spanFields(aSpan());
  it.each<[string, Bytes[], string]>([
    ['no ids', [stringField(5, 'x')], 'The trace id is empty.'],
    ['a short trace id', [bytesField(1, [0xff, 2, 3]), SPAN], 'The trace id has 6 hex digits instead of 32.'],
    ['a zero trace id', [bytesField(1, new Uint8Array(16)), SPAN], 'The trace id is all zero.'],
    ['no span id', [TRACE], 'The span id is empty.'],
    [
      'a long span id',
      [TRACE, bytesField(2, new Uint8Array(9).fill(1))],
      'The span id has 18 hex digits instead of 16.',
    ],
    ['a zero span id', [TRACE, bytesField(2, new Uint8Array(8))], 'The span id is all zero.'],
    ['a short parent id', [TRACE, SPAN, bytesField(4, [1])], 'The parent span id has 2 hex digits instead of 16.'],
  ])('rejects a span with %s and keeps its neighbours in their places', (_, fields, reason) => {
    const decoded = decode(requestOf(good, fields, good));
    expect(decoded.rejected).toEqual([{ ordinal: 1, reason }]);
    expect(decoded.spans.map(({ ordinal }) => ordinal)).toEqual([0, 2]);
  });

  it('takes a zero parent for a root', () => {
    expect(decode(requestOf([TRACE, SPAN, bytesField(4, new Uint8Array(8))])).spans[0]?.span.parentSpanId).toBeNull();
  });

  const traceContext = [bytesField(9, new Uint8Array(16).fill(0xff)), bytesField(10, new Uint8Array(8).fill(0xff))];
  const gauge = messageField(1, fixed64Field(3, 1n), doubleField(4, 0.5));
  it.each<[string, Bytes[], string]>([
    [
      'a log record',
      [
        fixed64Field(1, 5n),
        varintField(2, 9),
        stringField(3, 'INFO'),
        messageField(5, stringField(1, 'hi')),
        ...traceContext,
      ],
      'log record',
    ],
    [
      'a log record without a time',
      [varintField(2, 9), messageField(5, stringField(1, 'hi')), ...traceContext],
      'log record',
    ],
    [
      'a log record with nothing but a body and a trace',
      [messageField(5, stringField(1, 'hi')), fixed32Field(8, 1), ...traceContext],
      'log record',
    ],
    ['a sum', [stringField(1, 'requests'), stringField(3, '1'), messageField(7, gauge)], 'metric'],
    ['a gauge', [stringField(1, 'cpu'), stringField(2, 'how busy'), messageField(5, gauge)], 'metric'],
    [
      'a gauge whose name and description are as long as ids',
      [stringField(1, 'http.server.time'), stringField(2, 'how long'), messageField(5, gauge)],
      'metric',
    ],
    ['a histogram', [stringField(1, 'latency'), messageField(9, gauge, varintField(2, 2))], 'metric'],
  ])('rejects %s posted as a span and says what it is', (_, fields, what) => {
    const decoded = decode(requestOf(fields, good));
    expect(decoded.rejected).toEqual([{ ordinal: 0, reason: expect.stringContaining(what) }]);
    expect(decoded.spans).toHaveLength(1);
  });

  it('refuses every cut of a request, or reads fewer spans, but never crashes', () => {
    const rich = aSpan({
      attributes: attributesOf({ s: 'é😀', i: -5n, d: 0.5, b: true, y: Uint8Array.of(1), l: ['x', null, [1n]] }),
      events: [{ timeUnixNano: 1n, name: 'e', attributes: attributesOf({ a: 1n }), droppedAttributesCount: 0 }],
    });
    const body = encodeProtobuf([rich, rich]);
    for (let length = 1; length < body.length; length++) {
      let spans: number;
      try {
        spans = decodeTraces(body.subarray(0, length), 'protobuf').spans.length;
      } catch (error) {
        expect(error).toMatchObject({ name: 'AppError', code: 'invalid-request' });
        continue;
      }
      expect(spans).toBe(1);
      expect(length).toBe(body.length / 2);
    }
  });

  it('answers any rubbish with a result or an invalid-request', () => {
    const body = encodeProtobuf([aSpan({ attributes: attributesOf({ a: 'b', c: [1n, 'x'] }) })]);
    const mutated = fc.tuple(fc.nat(body.length - 1), fc.nat(255)).map(([at, byte]) => body.with(at, byte));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 60 }), mutated), (bytes) => {
        try {
          decodeTraces(bytes, 'protobuf');
        } catch (error) {
          expect(error).toMatchObject({ name: 'AppError', code: 'invalid-request' });
        }
      }),
      { numRuns: 3000 },
    );
  });
});
