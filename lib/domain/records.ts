import type { TraceEvent } from './event';
import type { JsonObject } from './json';
import type { AttributionCounts, CustodyCounts } from './states';

export interface Project {
  readonly id: number;
  readonly name: string;
  /** Name of the routing table its ingestion uses. */
  readonly routing: string;
  /** Name of the routing table it is judged by. */
  readonly contract: string;
  readonly createdAt: Date;
}

export const RUN_STATUSES = ['pending', 'running', 'completed', 'failed', 'cancelled'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** Which client library sent something, as it named itself. */
export interface Client {
  readonly name: string;
  readonly version: string;
}

/** An experiment run as its client declared it (HoneyHive `evaluation`). */
export interface RunRecord {
  readonly runId: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly status: RunStatus;
  /** A managed dataset's id, or the client-side `EXT-…` id. */
  readonly datasetId: string | null;
  /** Ids of the sessions, as the client reported them at the end. */
  readonly eventIds: readonly string[];
  /** The datapoints the client announced. */
  readonly datapointIds: readonly string[];
  readonly metadata: JsonObject;
  readonly results: JsonObject;
  readonly configuration: JsonObject;
  /** False when the run is known only from the spans and sessions that name it. */
  readonly declared: boolean;
  readonly client: Client | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The values one session's own record carries for the attribution keys; absent keys are absent. */
export type SessionKeys = Readonly<Record<string, string>>;

/** A session: the unit the events of one datapoint hang under. */
export interface SessionRecord {
  readonly sessionId: string;
  /** The event of type `session`. Made up from its spans when the client never started the session. */
  readonly event: TraceEvent;
  /** False when no client ever started it over REST: it is known only from spans. */
  readonly declared: boolean;
  /** Attribution values on the record itself (`metadata.run_id` …). */
  readonly keys: SessionKeys;
  /** The run it is filed under: its own record's, else the one its spans agree on. */
  readonly runId: string | null;
  readonly datapointId: string | null;
}

/** A session with its live counters. */
export interface SessionRollup extends SessionRecord {
  readonly spanCount: number;
  readonly errorCount: number;
  /** Per attribution key. Exact once settled; before that, keyless spans count as `pending`. */
  readonly attribution: Readonly<Record<string, AttributionCounts>>;
  readonly custody: CustodyCounts;
  readonly findingCount: number;
  readonly breakCount: number;
  readonly duplicateCount: number;
  readonly firstStartUnixNano: bigint | null;
  readonly lastEndUnixNano: bigint | null;
  readonly lastReceivedAt: Date;
  /** Grows with every change of the session or of what its verdict rests on. */
  readonly revision: number;
  /** True when the last audit saw everything that is stored and its grace time is over. */
  readonly settled: boolean;
  /** The contract its custody counts were judged by. */
  readonly contract: string;
  readonly client: Client | null;
}

/** One export request or REST write as received. */
export interface Delivery {
  readonly method: string;
  readonly path: string;
  readonly contentType: string;
  /** Size of the body as it came, in bytes, before decompression. */
  readonly wireBytes: number;
  readonly userAgent: string | null;
  readonly client: Client | null;
  readonly receivedAt: Date;
  /** HTTP status answered. */
  readonly status: number;
  readonly accepted: number;
  readonly duplicated: number;
  readonly rejected: readonly { readonly ordinal: number; readonly reason: string }[];
  readonly warnings: readonly string[];
}
