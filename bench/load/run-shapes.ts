import type { Span } from '../../lib/domain/span';
import { Random } from './random';
import { makeSmallSpan } from './span-contents';

/** How many spans of a run are in one session, and how many names they share; 0 for a name of its own for each. */
export const RUN_SHAPES = {
  '1 session': { spansPerSession: Infinity, names: 12 },
  '1 session, every name another': { spansPerSession: Infinity, names: 0 },
  '100 sessions': { spansPerSession: 1_000, names: 12 },
  '10,000 sessions': { spansPerSession: 10, names: 12 },
} as const;
export type RunShape = keyof typeof RUN_SHAPES;

const START = 1_795_242_746_704_664_783n;
const LETTERS = 'abcdefghijklmnop';

/**
 * A run of so many spans over datapoints that are the same for every seed, in trees that are the same, too: two runs of
 * one shape differ in their ids, and in the spans that lost theirs.
 * @param keylessEvery every so many spans, one has lost the ids of its run; 0 for none
 */
export function* shapeRun(
  shape: RunShape,
  count: number,
  seed: number,
  runId: string,
  keylessEvery: number,
): Generator<Span> {
  const random = new Random(seed);
  const { spansPerSession, names } = RUN_SHAPES[shape];
  const size = Math.min(spansPerSession, count);
  for (let first = 0; first < count; first += size) {
    const sessionId = random.uuid();
    const traceId = random.hex(32);
    const ids = Array.from({ length: size }, () => random.hex(16));
    for (const [number, spanId] of ids.entries()) {
      const start = START + BigInt(number) * 1_000_000n;
      const span = makeSmallSpan(random, {
        traceId,
        spanId,
        parentSpanId: number === 0 ? null : (ids[Math.floor((number - 1) / 8)] ?? null),
        startUnixNano: start,
        endUnixNano: start + 5_000_000n,
        sessionId,
        runId: keylessEvery > 0 && number % keylessEvery === keylessEvery - 1 ? null : runId,
        datapoint: first / size,
      });
      yield { ...span, name: nameOf(number, names) };
    }
  }
}

/** Letters only: digits are not part of a path. */
function nameOf(number: number, names: number): string {
  const digits = names === 0 ? number : number % names;
  return `step ${[...digits.toString(16)].map((digit) => LETTERS[Number.parseInt(digit, 16)]).join('')}`;
}
