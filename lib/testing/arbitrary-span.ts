import fc from 'fast-check';
import type { Attribute, AttributeValue, KeyValueList } from '../domain/attributes';
import { parseSpanId, parseTraceId, type SpanId, type TraceId } from '../domain/ids';
import type { Resource, Scope, Span, SpanEvent, SpanLink } from '../domain/span';

const HOSTILE_TEXTS = [
  '',
  '__proto__',
  'constructor',
  'a.__proto__.b',
  'a\u0000b',
  '\u2028',
  '\ufeffbom',
  '😀',
  '<b>',
  '%_',
];

export const arbitraryText = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE_TEXTS));

function hexId<T>(digits: number, parse: (text: string) => T | null): fc.Arbitrary<T> {
  return fc
    .string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: digits, maxLength: digits })
    .map(parse)
    .filter((id): id is T => id !== null) as fc.Arbitrary<T>;
}

const traceId: fc.Arbitrary<TraceId> = hexId(32, parseTraceId);
const spanId: fc.Arbitrary<SpanId> = hexId(16, parseSpanId);
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const uint32 = fc.nat({ max: 2 ** 32 - 1 });

const { value: arbitraryValue, attribute } = fc.letrec<{
  value: AttributeValue;
  attribute: Attribute;
  list: KeyValueList;
}>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    arbitraryText,
    fc.boolean(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.double(),
    fc.uint8Array(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('list'),
  ),
  attribute: fc.record({ key: arbitraryText, value: tie('value') }),
  list: fc.record({ entries: fc.array(tie('attribute'), { maxLength: 4 }) }),
}));

export { arbitraryValue };

/** Short lists in which keys repeat. */
export const arbitraryAttributes = fc.array(attribute, { maxLength: 5 });

/**
 * Spans with everything in them that a client may send.
 * @param count of dropped things: protobuf always tells a number, JSON may leave it out.
 */
export function arbitrarySpan(count: fc.Arbitrary<number | null> = uint32): fc.Arbitrary<Span> {
  const resource: fc.Arbitrary<Resource> = fc.record({
    attributes: arbitraryAttributes,
    droppedAttributesCount: count,
    schemaUrl: arbitraryText,
  });
  const scope: fc.Arbitrary<Scope> = fc.record({
    name: arbitraryText,
    version: arbitraryText,
    attributes: arbitraryAttributes,
    droppedAttributesCount: count,
    schemaUrl: arbitraryText,
  });
  const event: fc.Arbitrary<SpanEvent> = fc.record({
    timeUnixNano: uint64,
    name: arbitraryText,
    attributes: arbitraryAttributes,
    droppedAttributesCount: count,
  });
  const link: fc.Arbitrary<SpanLink> = fc.record({
    traceId,
    spanId,
    traceState: arbitraryText,
    attributes: arbitraryAttributes,
    droppedAttributesCount: count,
    flags: fc.option(uint32),
  });
  return fc.record({
    traceId,
    spanId,
    parentSpanId: fc.option(spanId),
    name: arbitraryText,
    kind: fc.integer(),
    startUnixNano: uint64,
    endUnixNano: uint64,
    status: fc.record({ code: fc.integer(), message: arbitraryText }),
    attributes: arbitraryAttributes,
    events: fc.array(event, { maxLength: 2 }),
    links: fc.array(link, { maxLength: 2 }),
    droppedAttributesCount: count,
    droppedEventsCount: count,
    droppedLinksCount: count,
    traceState: arbitraryText,
    flags: fc.option(uint32),
    resource,
    scope,
  });
}
