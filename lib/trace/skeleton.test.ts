import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SkeletonSpan, sessionDetailSchema } from '../contracts/sessions';
import { skeletonSchema } from '../contracts/skeleton';
import { EVENT_TYPES } from '../domain/event';
import { PARENT_STATES } from '../domain/parent-states';
import { ATTRIBUTION_STATES, CUSTODY_STATES } from '../domain/states';
import { decodeSkeleton, encodeSkeleton, type Skeleton, type SkeletonFinding } from './skeleton';
import { readColumns, spanAt } from './span-columns';

const KEYS = ['run_id', '__proto__'];

/** Ids are few, so that parents are found, missing, themselves, and used twice. */
const spanId = fc.constantFrom('a', 'b', 'c', 'd', '', '__proto__', '0123456789abcdef');
const traceId = fc.constantFrom('t1', 't2', 'constructor');
const nanos = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  fc.bigInt({ min: 1_700_000_000_000_000_000n, max: 1_700_000_000_000_001_000n }),
);

const spanArbitrary: fc.Arbitrary<SkeletonSpan> = fc.record({
  spanId,
  traceId,
  parentSpanId: fc.option(spanId),
  parentState: fc.constantFrom(...PARENT_STATES),
  parentSessionId: fc.option(fc.string()),
  name: fc.string({ unit: 'binary' }),
  kind: fc.integer({ min: 0, max: 5 }),
  type: fc.constantFrom(...EVENT_TYPES),
  startUnixNano: nanos.map(String),
  endUnixNano: fc.option(nanos.map(String)),
  statusCode: fc.integer({ min: 0, max: 2 }),
  states: fc.array(fc.constantFrom(...ATTRIBUTION_STATES), { minLength: 2, maxLength: 2 }),
  custody: fc.option(fc.constantFrom(...CUSTODY_STATES)),
  sightings: fc.nat(5),
  variants: fc.nat(5),
});

function encode(spans: readonly SkeletonSpan[], findings: readonly SkeletonFinding[] = []): Skeleton {
  const encodable = spans.map((span) => ({
    ...span,
    startUnixNano: BigInt(span.startUnixNano),
    endUnixNano: span.endUnixNano === null ? null : BigInt(span.endUnixNano),
  }));
  return encodeSkeleton({ version: 'v', settled: true, keys: KEYS, spans: encodable, findings });
}

describe('the spans of a skeleton', () => {
  test('come back exactly as they were, over JSON', () => {
    fc.assert(
      fc.property(fc.array(spanArbitrary, { maxLength: 30 }), (spans) => {
        const sent = skeletonSchema.parse(JSON.parse(JSON.stringify(encode(spans))));
        const decoded = [...decodeSkeleton(sent)];
        expect(decoded).toEqual(spans);
        expect(sessionDetailSchema.shape.spans.safeParse(decoded).success).toBe(true);
      }),
    );
  });

  test('are read from columns as they are from the answer to scripts', () => {
    fc.assert(
      fc.property(fc.array(spanArbitrary, { minLength: 1, maxLength: 30 }), (spans) => {
        const columns = readColumns(encode(spans));
        spans.forEach(({ parentSpanId, kind, startUnixNano, endUnixNano, ...facts }, i) => {
          expect(spanAt(columns, i)).toEqual(facts);
          expect(Number.isNaN(columns.ends[i])).toBe(endUnixNano === null);
        });
      }),
    );
  });

  test('have exact times where those of neighbours are far apart', () => {
    const starts = ['1', '18446744073709551615', '1700000000000000001'];
    const base = { ...fc.sample(spanArbitrary, 1)[0], endUnixNano: '2' } as SkeletonSpan;
    const decoded = [...decodeSkeleton(encode(starts.map((startUnixNano) => ({ ...base, startUnixNano }))))];
    expect(decoded.map((span) => span.startUnixNano)).toEqual(starts);
    expect(decoded.map((span) => span.endUnixNano)).toEqual(['2', '2', '2']);
  });
});

test('breaks point at their spans, each once and the first time it is told', () => {
  const [base] = fc.sample(spanArbitrary, 1) as [SkeletonSpan];
  const spans = ['a', 'b'].map((id) => ({ ...base, traceId: 't', spanId: id, parentSpanId: null }));
  const finding = (id: string, shape: string | null, size: number) => ({
    keys: ['__proto__'],
    span: { traceId: 't', spanId: id },
    shape,
    size,
  });
  const { breaks } = encode(spans, [
    finding('b', null, 1),
    finding('b', 'total', 2),
    finding('b', 'leaf', 3),
    finding('nobody', 'leaf', 4),
    { ...finding('a', 'leaf', 5), span: null },
  ]);
  expect(breaks).toEqual([{ span: 1, keys: [1], size: 2, finding: 1 }]);
});

test('weighs little: what repeats is told once', () => {
  const [base] = fc.sample(spanArbitrary, 1) as [SkeletonSpan];
  const spans = Array.from({ length: 1_000 }, (_, i) => ({
    ...base,
    spanId: i.toString(16).padStart(16, '0'),
    parentSpanId: null,
    startUnixNano: String(1_700_000_000_000_000_000n + BigInt(i) * 1000n),
    endUnixNano: String(1_700_000_000_000_000_000n + BigInt(i) * 1000n + 5n),
  }));
  expect(JSON.stringify(encode(spans)).length).toBeLessThan(JSON.stringify(spans).length / 8);
});
