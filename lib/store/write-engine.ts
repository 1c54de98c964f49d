import type { PackedBatch } from './packed-batch';
import type { SessionOwnRecord, SessionTally } from './session-tally';
import type { KnownPayload } from './span-sightings';
import type { Awaitable, SqlRow, SqlSession, SqlValue } from './sql';

/** A session that a write makes known. */
export interface NewSession {
  readonly key: Uint8Array;
  readonly projectId: number;
  readonly sessionId: string;
  readonly tally: SessionTally;
  readonly own: SessionOwnRecord;
}

/** A session that is there, as a write leaves it. */
export type SavedSession = Pick<NewSession, 'key' | 'projectId' | 'sessionId' | 'tally'>;

/** A batch with the number it is kept under. */
export interface IncomingDelivery {
  readonly id: bigint;
  readonly batch: PackedBatch;
}

export interface TraceLink {
  readonly traceId: Uint8Array;
  readonly sessionKey: Uint8Array;
}

/** Where a span is. */
export interface SpanKey {
  readonly sessionKey: Uint8Array;
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
}

/** A span that is there already: its kept payload, and how often it came. */
export interface KnownSpan extends SpanKey, KnownPayload {
  readonly deliveryId: bigint;
  readonly ordinal: number;
  readonly sightings: number;
}

/**
 * What a write needs of an engine, inside one transaction: plain SQL for what is rare, and sets for the hot path, each
 * one round trip on a server. Rows come in camelCase and raw (sql.ts).
 */
export interface WriteTransaction extends SqlSession {
  /** Writes something that changes nothing, so that the commit has to reach the disk. */
  dirty(): Awaitable<void>;
  /** Put after a SELECT of sessions: locks them, if the engine can, and leaves out those that another process holds. */
  readonly skipLockedSessions: string;
  /** Put after a SELECT: others can not change or lock its rows until the transaction ends. */
  readonly forUpdate: string;
  /** Put after a SELECT: others can not change its rows until the transaction ends. */
  readonly forShare: string;
  /** Put after a SELECT: others can not delete its rows until the transaction ends. */
  readonly forKeyShare: string;
  /**
   * Adds rows that are known to be new; whatever reads through this transaction finds them.
   * @param into `INSERT INTO table (columns)`
   */
  insertRows(into: string, rows: readonly (readonly SqlValue[])[]): Awaitable<void>;
  /** Rows of `session` for the keys that are there, locked until the transaction ends; in any order. */
  lockSessions(keys: readonly Uint8Array[]): Awaitable<readonly SqlRow[]>;
  /** Rows of `session_attribution` of these sessions. */
  attributionOf(keys: readonly Uint8Array[]): Awaitable<readonly SqlRow[]>;
  /** With their records. @returns the number that was not there yet. */
  insertSessions(sessions: readonly NewSession[]): Awaitable<number>;
  /** Writes counters and verdict back. */
  saveTallies(sessions: readonly SavedSession[]): Awaitable<void>;

  /** Ids for so many deliveries, growing. */
  nextDeliveryIds(count: number): Awaitable<readonly bigint[]>;
  /** @returns for each delivery 1 for each row that is new, 0 for each that is known, or came before it here. */
  insertSpans(deliveries: readonly IncomingDelivery[]): Awaitable<readonly Uint8Array[]>;
  /** Rows of `span`, in any order. */
  knownSpans(spans: readonly SpanKey[]): Awaitable<readonly SqlRow[]>;
  updateSpans(spans: readonly KnownSpan[]): Awaitable<void>;
  /**
   * @returns the keys of the other sessions of the project that have one of these traces, unless the engine itself makes
   * them due again before the write is acknowledged.
   */
  linkTraces(projectId: number, links: readonly TraceLink[]): Awaitable<readonly Uint8Array[]>;
}

export interface WriteEngine {
  /** How many transactions of appends are worth running at the same time. */
  readonly parallelAppends: number;
  /**
   * All or nothing, durable when the promise resolves. Calls may overlap; an engine with one connection queues them. The
   * work may run more than once: only the last time counts.
   */
  transaction<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T>;
  /** Takes what was deleted out of the files as well, where an engine's own files keep it for a while. */
  purge?(): Promise<void>;
  close(): Promise<void>;
}
