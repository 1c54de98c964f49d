import type { RunRecord, SessionRecord } from '../domain/records';
import type { StoredSpanFacts } from '../domain/span-facts';
import type { AttributionState, ConflictKind } from '../domain/states';

/**
 * Where an expected value comes from: E1 to E6 as in audit-semantics 2.3, strongest first; `inputs` where a root span
 * worked on what another session of the run was given.
 */
export type Source = 'E1' | 'E2' | 'E3' | 'E4' | 'E5' | 'E6' | 'inputs';

/** The judgement on one attribution key of one span. */
export interface Verdict {
  readonly state: AttributionState;
  /** null when no source says anything. */
  readonly expected: string | null;
  readonly source: Source | null;
  readonly conflict: ConflictKind | null;
  /** Nearest ancestor that carries the key: an index into the spans followed by the related ones; null for none. */
  readonly nearest: number | null;
}

/** Another session of the same run. */
export interface Sibling {
  readonly sessionId: string;
  readonly datapointId: string | null;
  readonly inputValues: readonly string[];
  /** Tells a leak that is over (`stale`) from one that is going on (`crossed`); absent when not looked up. */
  readonly lastEndUnixNano?: bigint | null | undefined;
}

/** Where the work of a session without spans may have gone instead. */
export interface Elsewhere {
  /** True when events of it were made over REST: then it never had spans to send. */
  readonly hasEvents: boolean;
  /** Sessions of the same run and datapoint that no client ever started, and that have spans; in order of their ids. */
  readonly neverStarted: readonly string[];
}

/** Everything a verdict on one session rests on. The order of the lists does not matter. */
export interface AuditInput {
  readonly session: SessionRecord;
  readonly run: RunRecord | null;
  readonly spans: readonly StoredSpanFacts[];
  /** Spans of the same traces that belong to other sessions. */
  readonly related: readonly StoredSpanFacts[];
  readonly siblings: readonly Sibling[];
  /** Looked up for a session without spans only. */
  readonly elsewhere?: Elsewhere | undefined;
  /** True when nothing more is expected to arrive. */
  readonly settled: boolean;
}
