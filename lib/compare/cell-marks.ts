import { intAt } from '../trace/at';
import { type Outcome, type OutcomeTable, PRESERVED } from './outcome-table';
import type { SideRows } from './side-rows';
import type { RowRange } from './sort-by-number';

/** What one datapoint says of one key at one place. */
export const SILENT = 0;
export const GOOD = 1;
export const BAD = 2;
export type Mark = typeof SILENT | typeof GOOD | typeof BAD;

/** @param cell attribution keys first, then sent keys by their number */
export type MarkVisitor = (cell: number, base: Mark, run: Mark) => void;

export type Sides<T> = Readonly<Record<'base' | 'run', T>>;

/** Reads the rows of one datapoint at one place: bad when any of them is, good when one is and none is bad. */
export class CellMarks {
  readonly #sides: Sides<SideRows>;
  readonly #keyCount: number;
  readonly #outcomes: OutcomeTable;
  /** By sent key: its mark in the baseline, while both are read. */
  readonly #open: Uint8Array;

  constructor(sides: Sides<SideRows>, keyCount: number, outcomes: OutcomeTable) {
    this.#sides = sides;
    this.#keyCount = keyCount;
    this.#outcomes = outcomes;
    this.#open = new Uint8Array(outcomes.keys.length);
  }

  /** Every cell of which at least one run says something, once. */
  forEach(baseRows: RowRange, runRows: RowRange, visit: MarkVisitor): void {
    for (let key = 0; key < this.#keyCount; key++) {
      const base = this.#attributionMark(this.#sides.base, baseRows, key);
      const run = this.#attributionMark(this.#sides.run, runRows, key);
      if (base !== SILENT || run !== SILENT) visit(key, base, run);
    }
    const base = this.#outcomeOf(this.#sides.base, baseRows);
    const run = this.#outcomeOf(this.#sides.run, runRows);
    for (let i = 0; i < base.keys.length; i++) this.#open[intAt(base.keys, i)] = markAt(base, i);
    for (let i = 0; i < run.keys.length; i++) {
      const key = intAt(run.keys, i);
      visit(this.#keyCount + key, this.#openMark(key), markAt(run, i));
      this.#open[key] = SILENT;
    }
    for (let i = 0; i < base.keys.length; i++) {
      const key = intAt(base.keys, i);
      const mark = this.#openMark(key);
      if (mark !== SILENT) visit(this.#keyCount + key, mark, SILENT);
      this.#open[key] = SILENT;
    }
  }

  #openMark(key: number): Mark {
    return this.#open[key] as Mark;
  }

  #attributionMark(side: SideRows, { rows, from, to }: RowRange, key: number): Mark {
    let mark: Mark = SILENT;
    for (let i = from; i < to; i++) {
      const cell = intAt(rows, i) * this.#keyCount + key;
      if (side.bad.get(cell) > 0) return BAD;
      if (side.good.get(cell) > 0) mark = GOOD;
    }
    return mark;
  }

  #outcomeOf(side: SideRows, { rows, from, to }: RowRange): Outcome {
    if (from === to) return NO_OUTCOME;
    if (to - from === 1) return this.#outcomes.get(side.outcome.get(intAt(rows, from)));
    const numbers = Array.from(rows.subarray(from, to), (row) => side.outcome.get(row));
    return this.#outcomes.get(this.#outcomes.unionOf(numbers));
  }
}

const NO_OUTCOME: Outcome = { keys: new Int32Array(), states: new Uint8Array() };

function markAt({ states }: Outcome, i: number): Mark {
  return states[i] === PRESERVED ? GOOD : BAD;
}

/**
 * Rows of both runs in groups of one number. Each range is sorted by it.
 * @param numberOf of a row
 */
export function forEachGroup(
  { base, run }: Sides<RowRange>,
  numberOf: Sides<(row: number) => number>,
  visit: (baseRows: RowRange, runRows: RowRange) => void,
): void {
  let [i, j] = [base.from, run.from];
  while (i < base.to || j < run.to) {
    const baseNumber = i < base.to ? numberOf.base(intAt(base.rows, i)) : Number.POSITIVE_INFINITY;
    const runNumber = j < run.to ? numberOf.run(intAt(run.rows, j)) : Number.POSITIVE_INFINITY;
    const number = Math.min(baseNumber, runNumber);
    const [fromBase, fromRun] = [i, j];
    while (i < base.to && numberOf.base(intAt(base.rows, i)) === number) i++;
    while (j < run.to && numberOf.run(intAt(run.rows, j)) === number) j++;
    visit({ rows: base.rows, from: fromBase, to: i }, { rows: run.rows, from: fromRun, to: j });
  }
}
