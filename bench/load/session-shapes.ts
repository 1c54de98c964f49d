import type { Span } from '../../lib/domain/span';
import { Random } from './random';
import { makeSmallSpan } from './span-contents';

export const SESSION_SHAPES = ['balanced', 'chain', 'star', 'orphans', 'cycles', 'duplicates'] as const;
export type SessionShape = (typeof SESSION_SHAPES)[number];

/** Every so many spans, one has lost the ids of its run. */
const KEYLESS_EVERY = 40;
const START = 1_795_242_746_704_664_783n;

/** Number of the parent; null for a root, -1 for a parent that never arrives. */
const PARENTS: Readonly<Record<SessionShape, (number: number, random: Random) => number | null>> = {
  balanced,
  chain: (number) => (number === 0 ? null : number - 1),
  star: (number) => (number === 0 ? null : 0),
  orphans: (number, random) => (random.below(100) < 30 ? -1 : balanced(number)),
  // Of every ten spans, three go round.
  cycles: (number) => (number % 10 === 7 && number > 10 ? number + 2 : cyclic(number)),
  duplicates: balanced,
};

function balanced(number: number): number | null {
  return number === 0 ? null : Math.floor((number - 1) / 4);
}

function cyclic(number: number): number | null {
  return number % 10 > 7 && number > 10 ? number - 1 : balanced(number);
}

export interface ShapedSession {
  readonly sessionId: string;
  readonly runId: string;
  /** In the order of sending; a repeated span comes twice. */
  readonly spans: readonly Span[];
  /** Distinct ones. */
  readonly count: number;
}

/** A session of so many distinct spans, in one trace and one run. */
export function shapeSession(shape: SessionShape, count: number, seed: number): ShapedSession {
  const random = new Random(seed);
  const sessionId = random.uuid();
  const runId = random.uuid();
  const traceId = random.hex(32);
  const ids = Array.from({ length: count }, () => random.hex(16));
  const spans = ids.map((spanId, number) => {
    const parent = PARENTS[shape](number, random);
    const start = START + BigInt(number) * 1_000_000n;
    return makeSmallSpan(random, {
      traceId,
      spanId,
      parentSpanId: parent === null ? null : (ids[parent] ?? random.hex(16)),
      startUnixNano: start,
      endUnixNano: start + 5_000_000n,
      sessionId,
      runId: number % KEYLESS_EVERY === KEYLESS_EVERY - 1 ? null : runId,
      datapoint: 0,
    });
  });
  return { sessionId, runId, spans: shape === 'duplicates' ? spans.flatMap(repeated) : spans, count };
}

/** Three of ten spans come again, one of them changed. */
function repeated(span: Span, number: number): readonly Span[] {
  if (number % 10 > 2) return [span];
  return [span, number % 10 === 0 ? { ...span, name: `${span.name} again` } : span];
}
