import type { Cause, SpanRef } from './finding';
import type { CustodyShape } from './span-custody';
import type { AttributionCounts, AttributionState } from './states';

/**
 * A judged session without its spans: one node for all spans whose normalised way from the root is the same
 * (audit-semantics 2.9), with what became of their keys. Made by the audit and kept, so that runs are compared without
 * judging anything again.
 */
export interface SessionStructure {
  /** Attribution keys, in the order of the cells. */
  readonly keys: readonly string[];
  /** What became of the sent keys; nodes name them by index. */
  readonly shapes: readonly CustodyShape[];
  /** Every node after the one above it. */
  readonly nodes: readonly StructureNode[];
}

export interface StructureNode {
  /** Index of the node above; -1 for none. */
  readonly above: number;
  /** Scope family, kind and name, normalised. Unique among the nodes below one node. */
  readonly step: string;
  /** The name in it, for reading. */
  readonly label: string;
  /** True when a span of the step stands directly below another one (an agent loop): they are one node. */
  readonly repeats: boolean;
  readonly spans: number;
  /** By key. */
  readonly cells: readonly StructureCell[];
  /** How many spans have which shape. */
  readonly custody: readonly (readonly [shape: number, spans: number])[];
  /**
   * Spans to look at: the first in canonical order; the first three in a bad state of each key; the first of each shape
   * in which a key is not preserved. At most {@link EXAMPLES_MAX}, each once, in canonical order.
   */
  readonly examples: readonly ExampleSpan[];
}

export interface StructureCell {
  /** Spans by state. */
  readonly counts: AttributionCounts;
  /** Why the key is missing, where a break says so: distinct, in the order of CAUSES. */
  readonly causes: readonly Cause[];
}

export interface ExampleSpan extends SpanRef {
  /** By key. */
  readonly states: readonly AttributionState[];
  /** Index of its shape. */
  readonly shape: number;
}

export const EXAMPLES_MAX = 12;

/** States in which somebody should look at a span: its key is lost, wrong, or nobody knows what it should be. */
export const BAD_STATES: readonly AttributionState[] = ['missing', 'conflicting', 'malformed', 'unattributable'];

export function isBadState(state: AttributionState): boolean {
  return BAD_STATES.includes(state);
}

/** Spans of a cell in a bad state. */
export function badSpans({ counts }: Pick<StructureCell, 'counts'>): number {
  return BAD_STATES.reduce((sum, state) => sum + counts[state], 0);
}

/** One session of a run as a comparison needs it, without its structure. */
export interface RunMember {
  readonly sessionId: string;
  readonly datapointId: string | null;
  /** Hash of the session's inputs; null for a session that was never judged. */
  readonly inputHash: string | null;
  readonly spanCount: number;
  readonly settled: boolean;
  /** Grows with every change of the session. */
  readonly revision: number;
  /** The contract its custody was judged by. */
  readonly contract: string;
}
