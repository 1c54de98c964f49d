import type { Cause, SpanRef } from './finding';
import type { AttributionCounts, AttributionState, CustodyState } from './states';

/**
 * Two runs compared (audit-semantics 2.9): datapoints are aligned by id, else by their inputs; within them the nodes of
 * the trees (structure.ts); the unit of all counting is the datapoint. A *cell* is one (node, key): bad in a datapoint
 * when any of its spans there is, good when at least one is good and none is bad. Plain JSON throughout.
 */
export interface Comparison {
  readonly verdict: ComparisonVerdict;
  /** The verdict in one or two sentences. */
  readonly sentence: string;
  /** The best grade any regression has; null without one. */
  readonly grade: Grade | null;
  /** By attribution key. */
  readonly keys: readonly KeyComparison[];
  /** By sent key (contract key), those with a difference or a loss first, then by name. */
  readonly sentKeys: readonly KeyComparison[];
  /** Merged tree of both runs: every node after the one above it. */
  readonly nodes: readonly ComparedNode[];
  /** Cells in which something differs or is bad, gravest first: at most 10,000. Those good in both runs are left out. */
  readonly cells: readonly ComparedCell[];
  /** How many such cells there are, listed or not. */
  readonly cellCount: number;
  readonly alignment: Alignment;
  /** Aligned datapoints, most newly missing first, then by id; then those in one run only. */
  readonly datapoints: readonly ComparedDatapoint[];
}

export const COMPARISON_VERDICTS = ['regressed', 'improved', 'mixed', 'unchanged'] as const;
/** `mixed`: some cells got worse and others better. */
export type ComparisonVerdict = (typeof COMPARISON_VERDICTS)[number];

export const GRADES = ['confirmed', 'suspected'] as const;
export type Grade = (typeof GRADES)[number];

export const CELL_STATES = [
  /** Good in the baseline, bad in the candidate. */
  'newly-missing',
  /** A sent key that was preserved and is now stored elsewhere (moved, renamed). */
  'moved',
  'still-missing',
  'fixed',
  /** Bad on a node that only the candidate has. */
  'new-path',
  /** Bad on a node that only the baseline has. */
  'gone-path',
  /** One side says nothing about the key there: pending, not applicable, or (of a sent key) not sent. */
  'not-comparable',
] as const;
export type CellState = (typeof CELL_STATES)[number];

/** As in SARIF: `updated` is bad in both, with another cause or state. */
export const BASELINE_STATES = ['new', 'unchanged', 'updated', 'absent'] as const;
export type BaselineState = (typeof BASELINE_STATES)[number];

/** Numbers of one key over all nodes. */
export interface KeyComparison {
  readonly key: string;
  readonly base: KeyShare;
  readonly run: KeyShare;
  /** Cells by state; `changed` is the part of `stillMissing` whose cause or state is another one. */
  readonly newlyMissing: number;
  readonly moved: number;
  readonly stillMissing: number;
  readonly changed: number;
  readonly fixed: number;
  readonly newPath: number;
  readonly gonePath: number;
  readonly notComparable: number;
  /** Cells that are good in both. */
  readonly good: number;
  /** Aligned datapoints with at least one newly missing (or moved), fixed, still missing cell. */
  readonly datapoints: { readonly newlyMissing: number; readonly fixed: number; readonly stillMissing: number };
  readonly grade: Grade | null;
}

/** Spans of a run that carry the key as they should, of those that are judged: pending and not applicable are out. */
export interface KeyShare {
  readonly good: number;
  readonly judged: number;
}

export interface ComparedNode {
  /** 16 hex digits: equal for the same place in any run. */
  readonly path: string;
  /** Index of the node above; -1 for none. */
  readonly above: number;
  readonly label: string;
  readonly repeats: boolean;
  readonly status: NodeStatus;
  /** The baseline's label of a renamed node. */
  readonly renamedFrom: string | null;
  /** null where the run does not have the node. */
  readonly base: NodeSide | null;
  readonly run: NodeSide | null;
}

export const NODE_STATUSES = ['same', 'renamed', 'new', 'gone'] as const;
export type NodeStatus = (typeof NODE_STATUSES)[number];

export interface NodeSide {
  readonly spans: number;
  /** Datapoints that have the node. */
  readonly datapoints: number;
  /** Spans by state, by attribution key in the order of `keys`. */
  readonly counts: readonly AttributionCounts[];
  /** Spans that sent at least one key that is not preserved. */
  readonly unpreserved: number;
  readonly example: LocatedSpan | null;
}

export interface LocatedSpan extends SpanRef {
  readonly sessionId: string;
  readonly datapointId: string | null;
}

export interface ComparedCell {
  /** Index of its node. */
  readonly node: number;
  readonly kind: 'attribution' | 'sent';
  readonly key: string;
  readonly state: CellState;
  readonly baselineState: BaselineState;
  readonly base: CellSide | null;
  readonly run: CellSide | null;
  /** Aligned datapoints that went from good to bad, from bad to good, and were bad in both. */
  readonly datapoints: { readonly newlyMissing: number; readonly fixed: number; readonly stillMissing: number };
  /** Of a regression; null for everything else. */
  readonly grade: Grade | null;
  /** What the grade rests on, in plain words. */
  readonly gradeText: string;
  /** One-sided, before correction for the number of cells; null where nothing was tested. */
  readonly p: number | null;
  /** Of the candidate's misses: `deterministic` in every datapoint, `intermittent` in some; null when it has none. */
  readonly flake: 'deterministic' | 'intermittent' | null;
  /** Equal for the same defect in another comparison: no ids, times or counts. */
  readonly fingerprint: string;
}

export interface CellSide {
  /** Datapoints in which the cell is good or bad, and those in which it is bad. */
  readonly datapoints: number;
  readonly bad: number;
  /** Wilson interval of bad / datapoints, 95 %. */
  readonly interval: readonly [low: number, high: number];
  readonly spans: number;
  readonly badSpans: number;
  /** The worst state that occurs. */
  readonly worst: AttributionState | CustodyState;
  readonly causes: readonly Cause[];
  /** A bad span if there is one. */
  readonly example: LocatedSpan | null;
}

export interface Alignment {
  /** Aligned datapoints, and those of them aligned by their inputs because the ids differ. */
  readonly matched: number;
  readonly byInputs: number;
  readonly onlyBase: number;
  readonly onlyRun: number;
  /**
   * True when no datapoint is in both runs: cells are compared over all datapoints of each, nothing is paired, and no
   * datapoint is newly missing or fixed.
   */
  readonly isPooled: boolean;
  /** Nodes by status. */
  readonly nodes: Readonly<Record<NodeStatus, number>>;
}

export interface ComparedDatapoint {
  /** The candidate's id, else the baseline's; null for sessions without one. */
  readonly datapointId: string | null;
  readonly match: 'id' | 'inputs' | 'only-base' | 'only-run';
  readonly baseSessions: readonly string[];
  readonly runSessions: readonly string[];
  /** Cells of this datapoint. */
  readonly newlyMissing: number;
  readonly fixed: number;
  readonly stillMissing: number;
  /** Keys with a newly missing or moved cell, sorted. */
  readonly keys: readonly string[];
}

/** True for what got worse: only that has a grade. A still missing cell has one when significantly more are bad. */
export function isRegression({ grade }: Pick<ComparedCell, 'grade'>): boolean {
  return grade !== null;
}
