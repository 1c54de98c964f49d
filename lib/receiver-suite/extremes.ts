import { CONTENT_TYPES, type OtlpEncoding } from '../otlp/otlp-encoding';
import { attributesOf } from '../testing/a-span';
import { messageField } from '../testing/encode-protobuf';
import { type Behaviour, casesOf } from './behaviour';
import { framed, jsonIds, jsonOf, newIds, newSpan, protobufIds } from './bodies';
import { expectKept, inEncodings } from './expect-kept';
import { expectEqual } from './expectations';
import { expectAccepted } from './read-answer';
import { send } from './send';
import { storedSession, whereVisible } from './stored';

const NOW = 1_760_000_000_000_000_000n;
const TIMES: readonly (readonly [what: string, start: bigint, end: bigint])[] = [
  ['no times', 0n, 0n],
  ['no start', 0n, NOW],
  ['no end', NOW, 0n],
  ['an end before the start', NOW, NOW - 1n],
  ['an end long before the start', NOW, 1n],
  ['no duration', NOW, NOW],
  ['a start in the year 2262', 2n ** 63n, 2n ** 63n + 1n],
  ['the last moment there is', 2n ** 64n - 1n, 2n ** 64n - 1n],
];

const CLOCKS: Behaviour = {
  id: 'P57',
  title: 'times that are absent, in the future or in the wrong order are kept as they are',
  level: 'required',
  cases: casesOf(
    inEncodings(TIMES),
    ({ row: [what], encoding }) => `${what}, ${encoding}`,
    (target, { row: [, startUnixNano, endUnixNano], encoding }) =>
      expectKept(target, encoding, newSpan({ startUnixNano, endUnixNano }), ({ span }) =>
        expectEqual(
          [span.startTimeUnixNano, span.endTimeUnixNano],
          [String(startUnixNano), String(endUnixNano)],
          'stored times',
        ),
      ),
  ),
};

/** A request of many small spans of one trace; the id of a span is its number. */
function manySpans(encoding: OtlpEncoding, traceId: string, count: number): Uint8Array {
  const idOf = (number: number) => (number + 1).toString(16).padStart(16, '0');
  if (encoding === 'json') {
    return Buffer.from(
      jsonOf(...Array.from({ length: count }, (_, number) => jsonIds({ traceId, spanId: idOf(number) }))),
    );
  }
  const span = Buffer.from(messageField(2, protobufIds({ traceId, spanId: idOf(0) })));
  const idAt = span.length - 8;
  const spans = Buffer.concat(new Array<Buffer>(count).fill(span));
  for (let number = 0; number < count; number++)
    spans.writeBigUInt64BE(BigInt(number + 1), number * span.length + idAt);
  return framed(1, framed(2, spans));
}

const SIZES: Behaviour = {
  id: 'P58',
  title: 'one span or very many, long texts, many attributes, empty names',
  level: 'required',
  cases: [
    ...casesOf(
      inEncodings([1_000_000]),
      ({ row, encoding }) => `a text of ${row} bytes, ${encoding}`,
      (target, { row, encoding }) =>
        expectKept(target, encoding, newSpan({ attributes: attributesOf({ k: 'x'.repeat(row) }) }), ({ span }) =>
          expectEqual(span.attributes[0]?.value.stringValue.length, row, 'length'),
        ),
    ),
    ...casesOf(
      inEncodings([10_000]),
      ({ row, encoding }) => `${row} attributes, ${encoding}`,
      (target, { row, encoding }) => {
        const attributes = Array.from({ length: row }, (_, number) => ({
          key: `key.${number}`,
          value: BigInt(number),
        }));
        return expectKept(target, encoding, newSpan({ attributes }), ({ span }) =>
          expectEqual(span.attributes.length, row, 'stored attributes'),
        );
      },
    ),
    ...casesOf(
      inEncodings(['', ' ', '\u0000', '😀', 'n'.repeat(10_000)]),
      ({ row, encoding }) => `the name ${JSON.stringify(row.slice(0, 10))}, ${encoding}`,
      (target, { row, encoding }) =>
        expectKept(target, encoding, newSpan({ name: row }), ({ span }) => expectEqual(span.name, row, 'stored name')),
    ),
    ...casesOf(
      inEncodings([1000]),
      ({ row, encoding }) => `${row} events and links, ${encoding}`,
      (target, { row, encoding }) => {
        const event = { timeUnixNano: 1n, name: 'e', attributes: [], droppedAttributesCount: 0 };
        const link = { ...newIds(), traceState: '', attributes: [], droppedAttributesCount: 0, flags: null };
        const span = newSpan({ events: new Array(row).fill(event), links: new Array(row).fill(link) });
        return expectKept(target, encoding, span, (stored) =>
          expectEqual([stored.span.events.length, stored.span.links.length], [row, row], 'stored'),
        );
      },
    ),
    {
      name: 'an attribute key of 100,000 bytes',
      run: (target) =>
        expectKept(target, 'protobuf', newSpan({ attributes: attributesOf({ ['k'.repeat(100_000)]: 1n }) })),
    },
    // Last, because everything after them has to look among their spans.
    ...casesOf(
      inEncodings([1, 100, 10_000, 100_000]),
      ({ row, encoding }) => `${row} spans, ${encoding}`,
      async (target, { row, encoding }) => {
        const { traceId } = newIds();
        const body = manySpans(encoding, traceId, row);
        const headers = { 'content-type': CONTENT_TYPES[encoding] };
        expectAccepted(await send(target, { headers, body, patienceMs: 30_000 }), encoding);
        // The view of a session of 100,000 spans takes longer than all the rest.
        if (row > 10_000) return;
        await whereVisible(target, async () =>
          expectEqual((await storedSession(target, traceId))?.spans.length, row, 'stored spans'),
        );
      },
    ),
  ],
};

export const EXTREMES: readonly Behaviour[] = [CLOCKS, SIZES];
