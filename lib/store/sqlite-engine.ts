import 'server-only';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { MicrosClock } from './micros-clock';
import { Mutex } from './mutex';
import type { PackedBatch } from './packed-batch';
import type { ReadEngine } from './read-engine';
import { hashesText, KNOWN_SPAN_COLUMNS } from './read-facts';
import { keyText } from './session-key';
import { bytesOf, padded, placeholders, type SqlRow, type SqlSession, type SqlValue } from './sql';
import { BUSY_TIMEOUT_MS, type SqlConnection } from './sql-connection';
import { ATTRIBUTION_COLUMNS, attributionValues, TALLY_COLUMNS } from './tally-columns';
import type {
  IncomingDelivery,
  KnownSpan,
  NewSession,
  SavedSession,
  SpanKey,
  TraceLink,
  WriteEngine,
  WriteTransaction,
} from './write-engine';
import { recordValues } from './write-sessions';

interface Waiting {
  work(tx: WriteTransaction): Promise<unknown>;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** The embedded database's only writer: one synchronous connection, one transaction at a time. */
export class SqliteWriteEngine implements WriteEngine {
  readonly parallelAppends = 1;
  readonly #connection: SqlConnection;
  readonly #turns = new Mutex();
  readonly #transaction: SqliteTransaction;
  readonly #waiting: Waiting[] = [];

  constructor(connection: SqlConnection) {
    this.#connection = connection;
    this.#transaction = new SqliteTransaction(connection);
  }

  /** Work that arrives while a transaction runs shares the next one: a commit costs more than most work. */
  transaction<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as Waiting['resolve'], reject });
      if (this.#waiting.length === 1) void this.#turns.run(() => this.#commitWaiting());
    });
  }

  /** Nobody hears of success before the commit. What fails is undone alone, unless SQLite undid everything. */
  async #commitWaiting(): Promise<void> {
    // A turn of the event loop, in which what has arrived from other threads is delivered.
    await setImmediate();
    const group = this.#waiting.splice(0);
    const successes: (() => void)[] = [];
    try {
      await within(this.#connection, 'BEGIN IMMEDIATE', async () => {
        for (const { work, resolve, reject } of group) {
          try {
            const result = await this.#savepoint(() => work(this.#transaction));
            successes.push(() => resolve(result));
          } catch (error) {
            if (!this.#connection.inTransaction) throw error;
            reject(error);
          }
        }
      });
      for (const tell of successes) tell();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  async #savepoint<T>(work: () => Promise<T>): Promise<T> {
    this.#connection.execute('SAVEPOINT work');
    try {
      const result = await work();
      this.#connection.execute('RELEASE work');
      return result;
    } catch (error) {
      if (this.#connection.inTransaction) this.#connection.execute('ROLLBACK TO work; RELEASE work');
      throw error;
    }
  }

  /**
   * Empties the write-ahead log, which has what was deleted until it is overwritten. SQLite clears deleted rows, but moves
   * rows between pages without clearing where they were: a small file is written anew for that, a large one would stop
   * all writing for too long.
   */
  async purge(): Promise<void> {
    const purged = await this.#turns.run(async () => {
      if (this.#bytes() <= VACUUM_BYTES) this.#connection.execute('VACUUM');
      return this.#emptyLog();
    });
    for (let attempt = 1; !purged && attempt < PURGE_ATTEMPTS; attempt++) {
      await setTimeout(PURGE_PAUSE_MS);
      if (await this.#turns.run(async () => this.#emptyLog())) return;
    }
  }

  #bytes(): number {
    const sql = 'SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size';
    return Number(this.#connection.first(sql, [])?.bytes);
  }

  /** @returns false while somebody still reads what was before; waiting for them would hold up all writing. */
  #emptyLog(): boolean {
    this.#connection.first('PRAGMA busy_timeout = 50', []);
    try {
      return Number(this.#connection.first('PRAGMA wal_checkpoint(TRUNCATE)', [])?.busy) === 0;
    } finally {
      this.#connection.first(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`, []);
    }
  }

  /** Moves what is still in the write-ahead log into the database file, so that the file alone can be copied. */
  close(): Promise<void> {
    return this.#turns.run(async () => {
      this.#connection.execute('PRAGMA wal_checkpoint(TRUNCATE)');
      this.#connection.close();
    });
  }
}

/** Larger files are not written anew: it takes about six seconds per gigabyte. */
const VACUUM_BYTES = 256 * 2 ** 20;
const PURGE_ATTEMPTS = 100;
const PURGE_PAUSE_MS = 100;

/** A connection for reading, beside the writer's. */
export class SqliteReadEngine implements ReadEngine {
  readonly #connection: SqlConnection;
  readonly #turns = new Mutex();

  constructor(connection: SqlConnection) {
    this.#connection = connection;
  }

  read<T>(work: (db: SqlSession) => Promise<T>): Promise<T> {
    return this.#turns.run(() => within(this.#connection, 'BEGIN', () => work(this.#connection)));
  }

  close(): Promise<void> {
    return this.#turns.run(async () => this.#connection.close());
  }
}

async function within<T>(connection: SqlConnection, begin: string, work: () => Promise<T>): Promise<T> {
  connection.execute(begin);
  try {
    const result = await work();
    connection.execute('COMMIT');
    return result;
  } catch (error) {
    if (connection.inTransaction) connection.execute('ROLLBACK');
    throw error;
  }
}

/** Keys of one `IN` list: SQLite takes 32,766 values in a statement. */
const KEYS_AT_ONCE = 1024;

class SqliteTransaction implements WriteTransaction {
  /** There is one writer. */
  readonly skipLockedSessions = '';
  readonly forUpdate = '';
  readonly forShare = '';
  readonly forKeyShare = '';
  readonly #connection: SqlConnection;
  /** Ids are not used again, even when the newest delivery is deleted. */
  #lastDeliveryId: bigint | undefined;
  readonly #clock = new MicrosClock();

  constructor(connection: SqlConnection) {
    this.#connection = connection;
  }

  dirty(): void {
    this.#connection.execute('PRAGMA user_version = 0');
  }

  run(sql: string, values: readonly SqlValue[]): number {
    return this.#connection.run(sql, values);
  }

  rows(sql: string, values: readonly SqlValue[]): readonly SqlRow[] {
    return this.#connection.rows(sql, values);
  }

  insertRows(into: string, rows: readonly (readonly SqlValue[])[]): void {
    for (const row of rows) this.run(`${into} VALUES (${placeholders(row.length)})`, row);
  }

  lockSessions(keys: readonly Uint8Array[]): readonly SqlRow[] {
    return this.#rowsByKey('SELECT * FROM session WHERE key', keys);
  }

  attributionOf(keys: readonly Uint8Array[]): readonly SqlRow[] {
    return this.#rowsByKey('SELECT * FROM session_attribution WHERE session_key', keys);
  }

  #rowsByKey(select: string, keys: readonly Uint8Array[]): readonly SqlRow[] {
    if (keys.length <= 4) return keys.flatMap((key) => this.rows(`${select} = ?`, [key]));
    const rows: SqlRow[] = [];
    for (let start = 0; start < keys.length; start += KEYS_AT_ONCE) {
      const some = padded(keys.slice(start, start + KEYS_AT_ONCE));
      for (const row of this.rows(`${select} IN (${placeholders(some.length)})`, some)) rows.push(row);
    }
    return rows;
  }

  insertSessions(sessions: readonly NewSession[]): number {
    for (const { key, projectId, sessionId, tally, own } of sessions) {
      const { declared, name, lastReceivedAt, contract } = tally;
      this.run(
        `INSERT INTO session (key, project_id, session_id, declared, name, last_received_at, contract, created_micros)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        [key, projectId, sessionId, declared, name, lastReceivedAt, contract, this.#clock.next()],
      );
      this.insertRows(INSERT_RECORD, [[key, ...recordValues(own)]]);
    }
    return sessions.length;
  }

  saveTallies(sessions: readonly SavedSession[]): void {
    for (const { key, tally } of sessions) {
      this.run(UPDATE_SESSION, [...TALLY_COLUMNS.map(([, value]) => value(tally)), key]);
      for (const [name, counts] of tally.attribution) {
        this.run(UPSERT_ATTRIBUTION, [key, name, ...attributionValues(counts)]);
      }
    }
  }

  nextDeliveryIds(count: number): readonly bigint[] {
    const last = this.#lastDeliveryId ?? this.#connection.first(LAST_DELIVERY, [])?.id;
    const ids = Array.from({ length: count }, (_, index) => BigInt(last as bigint) + BigInt(index + 1));
    this.#lastDeliveryId = ids.at(-1);
    return ids;
  }

  insertSpans(deliveries: readonly IncomingDelivery[]): readonly Uint8Array[] {
    return deliveries.map(({ id, batch }) => this.#insertSpans(id, batch));
  }

  #insertSpans(deliveryId: bigint, { sessions, spans }: PackedBatch): Uint8Array {
    const insert = this.#connection.prepare(INSERT_SPAN);
    const isNew = new Uint8Array(spans.count);
    for (let row = 0; row < spans.count; row++) {
      isNew[row] = insert.run([
        sessions[spans.session[row] as number]?.key,
        spans.traceIds.subarray(16 * row, 16 * row + 16),
        spans.spanIds.subarray(8 * row, 8 * row + 8),
        deliveryId,
        spans.ordinals[row],
        spans.ended[row],
        spans.payloadHashes[row],
      ]).changes;
    }
    return isNew;
  }

  knownSpans(spans: readonly SpanKey[]): readonly SqlRow[] {
    const sql = `SELECT ${KNOWN_SPAN_COLUMNS} FROM span WHERE ${OF_SPAN}`;
    return spans.flatMap(({ sessionKey, traceId, spanId }) => this.rows(sql, [sessionKey, traceId, spanId]));
  }

  updateSpans(spans: readonly KnownSpan[]): void {
    for (const { sessionKey, traceId, spanId, otherHashes, ...span } of spans) {
      this.run(
        `UPDATE span SET delivery_id = ?, ordinal = ?, sightings = ?, ended = ?, payload_hash = ?, other_hashes = ?
         WHERE ${OF_SPAN}`,
        [
          span.deliveryId,
          span.ordinal,
          span.sightings,
          span.ended,
          span.payloadHash,
          hashesText(otherHashes),
          sessionKey,
          traceId,
          spanId,
        ],
      );
    }
  }

  linkTraces(projectId: number, links: readonly TraceLink[]): readonly Uint8Array[] {
    const others = new Map<string, Uint8Array>();
    for (const { traceId, sessionKey } of links) {
      this.run(
        'INSERT INTO trace_session (trace_id, session_key, project_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
        [traceId, sessionKey, projectId],
      );
      const sharing = this.rows(
        'SELECT session_key FROM trace_session WHERE trace_id = ? AND project_id = ? AND session_key <> ?',
        [traceId, projectId, sessionKey],
      );
      for (const row of sharing) {
        const key = bytesOf(row.sessionKey);
        others.set(keyText(key), key);
      }
    }
    return [...others.values()];
  }
}

const LAST_DELIVERY = 'SELECT coalesce(max(id), 0) AS id FROM delivery';

const INSERT_RECORD = 'INSERT INTO session_record (session_key, record, patch, input_values)';

const OF_SPAN = 'session_key = ? AND trace_id = ? AND span_id = ?';

const INSERT_SPAN = `INSERT INTO span (session_key, trace_id, span_id, delivery_id, ordinal, sightings, ended, payload_hash)
  VALUES (?, ?, ?, ?, ?, 1, ?, ?) ON CONFLICT DO NOTHING`;

const UPDATE_SESSION = `UPDATE session SET ${TALLY_COLUMNS.map(([column]) => `${column} = ?`).join(', ')} WHERE key = ?`;

const UPSERT_ATTRIBUTION = `INSERT INTO session_attribution (session_key, key, ${ATTRIBUTION_COLUMNS.join(', ')})
  VALUES (?, ?, ${placeholders(ATTRIBUTION_COLUMNS.length)})
  ON CONFLICT (session_key, key) DO UPDATE SET
    ${ATTRIBUTION_COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ')}`;
