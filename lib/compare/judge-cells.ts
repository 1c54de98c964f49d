import type { CellState, Grade } from '../domain/comparison';
import { CUSTODY_STATES } from '../domain/states';
import { at, intAt } from '../trace/at';
import type { AlignedNode } from './align-trees';
import type { Sides } from './cell-marks';
import { type CellP, CellTests } from './cell-tests';
import type { NodeCells, SideCounts } from './node-cells';
import { significanceThreshold } from './statistics';

/** The share of all cells called worse that may be so by chance. */
const FALSE_SHARE = 0.05;
/** A baseline of so many that were all good is steady enough to call a break certain. */
const STEADY = 3;
/** Once may be chance. */
const OFTEN = 2;

/** A cell in which something differs or is bad. */
export interface JudgedCell {
  readonly node: number;
  readonly cell: number;
  readonly state: CellState;
  /** Of a regression, also of one that was there before and is worse now; null for everything else. */
  readonly grade: Grade | null;
  /** Bad wherever the candidate has it, good wherever a steady baseline had it. */
  readonly isCertain: boolean;
  /** Still missing, in significantly fewer datapoints. */
  readonly isBetter: boolean;
  /** Both runs have it bad, with another cause or another worst state. */
  readonly isChanged: boolean;
  /** Of datapoints that have it bad in the candidate; where it is good, in the baseline. */
  readonly share: number;
  /** null where nothing was tested. */
  readonly p: CellP | null;
}

/**
 * What became of every cell from one run to the other (domain/comparison.ts), over the datapoints that are counted.
 * Missing before, in a datapoint or more, is not newly missing now, even if more datapoints are; only a test tells
 * whether it is worse. Cells are not kept, because there may be millions: all are read once for the tests, and again
 * for whoever asks.
 */
export class CellJudge {
  readonly #nodes: readonly AlignedNode[];
  readonly #nodeCells: NodeCells;
  readonly #attribution: number;
  readonly #tests = new CellTests();
  readonly #threshold: CellP;
  /** Cells that were tested: a significant one among many of them may be chance. */
  readonly tested: number;

  /** @param attribution how many of the keys are attribution keys */
  constructor(nodes: readonly AlignedNode[], nodeCells: NodeCells, attribution: number) {
    this.#nodes = nodes;
    this.#nodeCells = nodeCells;
    this.#attribution = attribution;
    const worse = new Map<number, number>();
    const better = new Map<number, number>();
    this.#forEachState((_node, cell, state) => {
      if (!isTested(state)) return;
      const p = this.#tests.test(nodeCells.counts, cell);
      worse.set(p.worse, (worse.get(p.worse) ?? 0) + 1);
      better.set(p.better, (better.get(p.better) ?? 0) + 1);
    });
    this.tested = [...worse.values()].reduce((sum, times) => sum + times, 0);
    this.#threshold = {
      worse: significanceThreshold(worse, FALSE_SHARE),
      better: significanceThreshold(better, FALSE_SHARE),
    };
  }

  /**
   * Every cell that is not good in both runs, by node; those that are, by number only. While one is told of, the counts
   * are of its node.
   */
  forEach(visit: (judged: JudgedCell) => void, visitGood: (cell: number) => void): void {
    this.#forEachState((node, cell, state) => {
      if (state === 'good') visitGood(cell);
      else visit(this.#judge(node, cell, state));
    });
  }

  #forEachState(visit: (node: number, cell: number, state: CellState | 'good') => void): void {
    for (let node = 0; node < this.#nodes.length; node++) {
      const { status } = at(this.#nodes, node);
      for (const cell of this.#nodeCells.read(node)) {
        const state = stateOf(status, this.#nodeCells.counts, cell, cell < this.#attribution);
        if (state !== null) visit(node, cell, state);
      }
    }
  }

  #judge(node: number, cell: number, state: CellState): JudgedCell {
    const { counts } = this.#nodeCells;
    const p = isTested(state) ? this.#tests.test(counts, cell) : null;
    const isWorse = p !== null && p.worse <= this.#threshold.worse;
    const isSure = isRegression(state) && isCertain(this.#nodeCells, cell);
    return {
      node,
      cell,
      state,
      grade: gradeOf(state, isSure, isWorse),
      isCertain: isSure,
      isBetter: state === 'still-missing' && !isWorse && p !== null && p.better <= this.#threshold.better,
      isChanged: state === 'still-missing' && isOther(counts, cell),
      share: shareOf(counts, cell),
      p,
    };
  }
}

function gradeOf(state: CellState, isSure: boolean, isWorse: boolean): Grade | null {
  if (isRegression(state)) return isSure || isWorse ? 'confirmed' : 'suspected';
  // A baseline that is itself intermittent can not confirm anything.
  return state === 'still-missing' && isWorse ? 'suspected' : null;
}

function isRegression(state: CellState): boolean {
  return state === 'newly-missing' || state === 'moved';
}

/**
 * Tested is what is bad in either run: what is bad in neither could not have given a result, whatever became of it, and
 * does not count as a test (Tarone 1990).
 */
function isTested(state: CellState | 'good'): boolean {
  return state === 'newly-missing' || state === 'moved' || state === 'still-missing' || state === 'fixed';
}

/** null for a cell that only one run could have, and has good. */
function stateOf(
  status: AlignedNode['status'],
  { base, run }: Sides<SideCounts>,
  cell: number,
  isAttribution: boolean,
): CellState | 'good' | null {
  const isBad = { base: intAt(base.bad, cell) > 0, run: intAt(run.bad, cell) > 0 };
  if (status === 'new') return isBad.run ? 'new-path' : null;
  if (status === 'gone') return isBad.base ? 'gone-path' : null;
  if (intAt(base.datapoints, cell) === 0 || intAt(run.datapoints, cell) === 0) return 'not-comparable';
  if (isBad.base) return isBad.run ? 'still-missing' : 'fixed';
  if (!isBad.run) return 'good';
  return !isAttribution && isElsewhere(intAt(run.worst, cell)) ? 'moved' : 'newly-missing';
}

function isElsewhere(worst: number): boolean {
  const state = at(CUSTODY_STATES, worst);
  return state === 'moved' || state === 'renamed';
}

function shareOf({ base, run }: Sides<SideCounts>, cell: number): number {
  const [bad, count] = intAt(run.bad, cell) > 0 ? [run.bad, run.datapoints] : [base.bad, base.datapoints];
  return intAt(bad, cell) / Math.max(1, intAt(count, cell));
}

function isOther({ base, run }: Sides<SideCounts>, cell: number): boolean {
  return intAt(base.worst, cell) !== intAt(run.worst, cell) || intAt(base.causes, cell) !== intAt(run.causes, cell);
}

/**
 * A deterministic break (audit-semantics 2.9): bad in every one of at least two datapoints, or in every session of one
 * that was repeated, and in none of at least three in the baseline. Two suffice when they are the very same datapoints:
 * each is its own control.
 */
function isCertain({ counts: { base, run }, changes }: NodeCells, cell: number): boolean {
  if (intAt(base.bad, cell) > 0) return false;
  const tries = trialsOf(run, cell);
  if (tries.bad < tries.count || tries.count < OFTEN) return false;
  const isPaired = intAt(changes.newlyMissing, cell) >= OFTEN && intAt(changes.newlyMissing, cell) === tries.count;
  return isPaired || trialsOf(base, cell).count >= STEADY;
}

/** Datapoints; of a single one that was repeated, its sessions. */
export function trialsOf({ datapoints, bad, sessions, badSessions }: SideCounts, cell: number) {
  const isRepeated = intAt(datapoints, cell) === 1 && intAt(sessions, cell) > 1;
  return {
    count: intAt(isRepeated ? sessions : datapoints, cell),
    bad: intAt(isRepeated ? badSessions : bad, cell),
    noun: isRepeated ? ('session' as const) : ('datapoint' as const),
  };
}
