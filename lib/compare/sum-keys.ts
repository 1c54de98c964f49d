import type { CellState, Grade, KeyComparison, KeyShare } from '../domain/comparison';
import { at, intAt } from '../trace/at';
import type { CellKeys } from './cell-keys';
import type { Sides } from './cell-marks';
import type { JudgedCell } from './judge-cells';
import { type OutcomeTable, PRESERVED } from './outcome-table';
import type { RunTreeNode } from './run-tree';
import type { SideRows } from './side-rows';
import type { ChangeCounts } from './tally-datapoints';

/** A key's numbers, and what else is worth a word. */
export interface KeySum {
  readonly key: KeyComparison;
  /** Still missing, in significantly more datapoints, or in fewer: nodes. */
  readonly worse: number;
  readonly better: number;
}

type Count = 'newlyMissing' | 'moved' | 'stillMissing' | 'fixed' | 'newPath' | 'gonePath' | 'notComparable';

const COUNT_OF: Readonly<Record<CellState, Count>> = {
  'newly-missing': 'newlyMissing',
  moved: 'moved',
  'still-missing': 'stillMissing',
  fixed: 'fixed',
  'new-path': 'newPath',
  'gone-path': 'gonePath',
  'not-comparable': 'notComparable',
};

/** Adds up the cells of every key. */
export class KeySums {
  readonly #sums: KeyCounts[];
  /** Cells in which something differs or is bad. */
  cellCount = 0;

  constructor({ names }: CellKeys) {
    this.#sums = names.map(noCounts);
  }

  add({ cell, state, grade, isChanged, isBetter }: JudgedCell): void {
    const sum = at(this.#sums, cell);
    this.cellCount++;
    sum[COUNT_OF[state]]++;
    if (isChanged) sum.changed++;
    if (isBetter) sum.better++;
    if (grade !== null && state === 'still-missing') sum.worse++;
    if (grade === 'confirmed' || sum.grade === null) sum.grade = grade;
  }

  addGood(cell: number): void {
    at(this.#sums, cell).good++;
  }

  /** By cell number. @param shares of each run */
  finish(shares: Sides<readonly KeyShare[]>, ofKeys: ChangeCounts, { names }: CellKeys): readonly KeySum[] {
    return this.#sums.map(({ worse, better, ...counts }, cell) => ({
      key: {
        key: at(names, cell),
        base: at(shares.base, cell),
        run: at(shares.run, cell),
        ...counts,
        datapoints: {
          newlyMissing: intAt(ofKeys.newlyMissing, cell),
          fixed: intAt(ofKeys.fixed, cell),
          stillMissing: intAt(ofKeys.stillMissing, cell),
        },
      },
      worse,
      better,
    }));
  }
}

interface KeyCounts extends Record<Count, number> {
  changed: number;
  good: number;
  worse: number;
  better: number;
  grade: Grade | null;
}

function noCounts(): KeyCounts {
  return {
    newlyMissing: 0,
    moved: 0,
    stillMissing: 0,
    changed: 0,
    fixed: 0,
    newPath: 0,
    gonePath: 0,
    notComparable: 0,
    good: 0,
    worse: 0,
    better: 0,
    grade: null,
  };
}

/** Of every span of the run, also where its datapoint is in this run only. By cell number. */
export function sharesOf(
  nodes: readonly RunTreeNode[],
  { spansOf }: SideRows,
  outcomes: OutcomeTable,
  { names, attribution }: CellKeys,
): readonly KeyShare[] {
  const shares = names.map(() => ({ good: 0, judged: 0 }));
  for (const { counts } of nodes) {
    for (const [key, { present, missing, conflicting, malformed, unattributable }] of counts.entries()) {
      const share = at(shares, key);
      share.good += present;
      share.judged += present + missing + conflicting + malformed + unattributable;
    }
  }
  for (const [outcome, spans] of spansOf) {
    const { keys, states } = outcomes.get(outcome);
    for (const [i, key] of keys.entries()) {
      const share = at(shares, attribution + key);
      share.judged += spans;
      if (states[i] === PRESERVED) share.good += spans;
    }
  }
  return shares;
}
