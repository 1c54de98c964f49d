import { intAt } from '../trace/at';
import type { Sides } from './cell-marks';
import type { SideCounts } from './node-cells';
import { binomialTail, fisherTail, upperRate } from './statistics';

/** From so many datapoints on a run has a rate of its own to test against (audit-semantics 2.9). */
const LARGE = 100;

export interface CellP {
  /** How likely the candidate has at least so many bad datapoints if it is no worse than the baseline. */
  readonly worse: number;
  /** How likely the baseline has, if it is no worse than the candidate. */
  readonly better: number;
}

/**
 * One-sided tests of cells at the level of datapoints, which are independent where spans are not. Many cells have the
 * same numbers, so that results are kept.
 */
export class CellTests {
  readonly #known = new Map<string, CellP>();
  #lastNumbers: readonly [number, number, number, number] = [0, 0, 0, 0];
  #last: CellP | undefined;

  test({ base, run }: Sides<SideCounts>, cell: number): CellP {
    const [baseBad, baseCount] = [intAt(base.bad, cell), intAt(base.datapoints, cell)];
    const [runBad, runCount] = [intAt(run.bad, cell), intAt(run.datapoints, cell)];
    const [a, b, c, d] = this.#lastNumbers;
    if (this.#last !== undefined && a === baseBad && b === baseCount && c === runBad && d === runCount)
      return this.#last;
    const text = `${baseBad} ${baseCount} ${runBad} ${runCount}`;
    const tested = this.#known.get(text) ?? {
      worse: tailOf(baseBad, baseCount, runBad, runCount),
      better: tailOf(runBad, runCount, baseBad, baseCount),
    };
    this.#known.set(text, tested);
    this.#lastNumbers = [baseBad, baseCount, runBad, runCount];
    this.#last = tested;
    return tested;
  }
}

function tailOf(otherBad: number, otherCount: number, bad: number, count: number): number {
  return otherCount >= LARGE
    ? binomialTail(bad, count, upperRate(otherBad, otherCount))
    : fisherTail(bad, count, otherBad, otherCount);
}
