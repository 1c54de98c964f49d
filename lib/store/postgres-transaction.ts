import 'server-only';
import { Buffer } from 'node:buffer';
import { chunksOf } from './chunks-of';
import { MicrosClock } from './micros-clock';
import type { PackedSession } from './packed-batch';
import type { PostgresConnection } from './postgres-connection';
import { RowsStatement } from './postgres-rows';
import { hashesText, KNOWN_SPAN_COLUMNS } from './read-facts';
import { keyText } from './session-key';
import { bytesOf, type SqlRow, type SqlValue } from './sql';
import { ATTRIBUTION_COLUMNS, attributionValues, TALLY_COLUMNS } from './tally-columns';
import type {
  IncomingDelivery,
  KnownSpan,
  NewSession,
  SavedSession,
  SpanKey,
  TraceLink,
  WriteTransaction,
} from './write-engine';
import { recordValues } from './write-sessions';

const clock = new MicrosClock();

export class PostgresTransaction implements WriteTransaction {
  readonly skipLockedSessions: string;
  /** No stronger, so that a project can be changed while others add to it. */
  readonly forUpdate = 'FOR NO KEY UPDATE';
  readonly forShare = 'FOR SHARE';
  readonly forKeyShare = 'FOR KEY SHARE';
  /** What {@link linkTraces} linked, by project: the engine unsettles after the commit those who share. */
  readonly links = new Map<number, TraceLink[]>();
  readonly #connection: PostgresConnection;
  readonly #isCluster: boolean;
  readonly nextDeliveryIds: (count: number) => Promise<readonly bigint[]>;
  /** Rows that are written together, by the start of their statement. */
  readonly #gathered = new Map<string, (readonly SqlValue[])[]>();

  constructor(
    connection: PostgresConnection,
    isCluster: boolean,
    nextDeliveryIds: (count: number) => Promise<readonly bigint[]>,
  ) {
    this.#connection = connection;
    this.#isCluster = isCluster;
    this.skipLockedSessions = isCluster ? '' : 'FOR UPDATE OF session SKIP LOCKED';
    this.nextDeliveryIds = nextDeliveryIds;
  }

  async dirty(): Promise<void> {
    // A transaction with an id writes a commit record.
    await this.#connection.rows('SELECT pg_current_xact_id()', []);
  }

  run(sql: string, values: readonly SqlValue[]): Promise<number> {
    this.flush();
    return this.#connection.run(sql, values);
  }

  rows(sql: string, values: readonly SqlValue[]): Promise<readonly SqlRow[]> {
    this.flush();
    return this.#connection.rows(sql, values);
  }

  insertRows(into: string, rows: readonly (readonly SqlValue[])[]): void {
    const gathered = this.#gathered.get(into) ?? [];
    this.#gathered.set(into, gathered);
    for (const row of rows) gathered.push(row);
  }

  /** Sends what was gathered. */
  flush(): void {
    for (const [into, rows] of this.#gathered) {
      const statement = INSERTS.get(into) ?? new RowsStatement(into, rows[0]?.length ?? 0);
      if (rows.length > 0) INSERTS.set(into, statement);
      statement.send(this.#connection, rows);
    }
    this.#gathered.clear();
  }

  /** In order of their keys, so that two transactions never wait for each other. */
  async lockSessions(keys: readonly Uint8Array[]): Promise<readonly SqlRow[]> {
    if (keys.length === 0) return [];
    return this.#connection.rows(this.#isCluster ? LOCK_IN_CLUSTER : LOCK, [keys]);
  }

  attributionOf(keys: readonly Uint8Array[]): Promise<readonly SqlRow[]> {
    return this.#connection.rows('SELECT * FROM session_attribution WHERE session_key = ANY(?)', [keys]);
  }

  async insertSessions(sessions: readonly NewSession[]): Promise<number> {
    const sorted = sessions.map((session) => ({ ...session, createdMicros: clock.next() })).sort(byKey);
    const made = await INSERT_SESSIONS.rows(
      this.#connection,
      sorted.map(({ key, projectId, sessionId, tally, createdMicros }) => {
        const { declared, name, lastReceivedAt, contract } = tally;
        return [key, projectId, sessionId, declared, name, lastReceivedAt, contract, createdMicros];
      }),
    );
    const isMade = new Set(made.map(({ key }) => keyText(bytesOf(key))));
    const records = sorted.filter(({ key }) => isMade.has(keyText(key)));
    this.insertRows(
      INSERT_RECORD,
      records.map(({ key, own }) => [key, ...recordValues(own)]),
    );
    return made.length;
  }

  saveTallies(sessions: readonly SavedSession[]): void {
    const sorted = [...sessions].sort(byKey);
    SAVE_SESSIONS.send(
      this.#connection,
      sorted.map(({ key, projectId, sessionId, tally }) => [
        key,
        projectId,
        sessionId,
        ...TALLY_COLUMNS.map(([, value]) => value(tally)),
      ]),
    );
    SAVE_ATTRIBUTION.send(
      this.#connection,
      sorted.flatMap(({ key, tally }) =>
        [...tally.attribution].map(([name, counts]) => [key, name, ...attributionValues(counts)]),
      ),
    );
  }

  async insertSpans(deliveries: readonly IncomingDelivery[]): Promise<readonly Uint8Array[]> {
    const rows: SqlValue[][] = [];
    const placeOf = new Map<string, readonly [isNew: Uint8Array, row: number]>();
    const results: Uint8Array[] = [];
    for (const { id, batch } of deliveries) {
      const { sessions, spans } = batch;
      const isNew = new Uint8Array(spans.count);
      results.push(isNew);
      for (let row = 0; row < spans.count; row++) {
        const ordinal = spans.ordinals[row] as number;
        placeOf.set(`${id} ${ordinal}`, [isNew, row]);
        rows.push([
          (sessions[spans.session[row] as number] as PackedSession).key,
          spans.traceIds.subarray(16 * row, 16 * row + 16),
          spans.spanIds.subarray(8 * row, 8 * row + 8),
          id,
          ordinal,
          spans.ended[row] as number,
          spans.payloadHashes[row] as string,
        ]);
      }
    }
    for (const { deliveryId, ordinal } of await INSERT_SPANS.rows(this.#connection, rows)) {
      const [isNew, row] = placeOf.get(`${deliveryId} ${ordinal}`) as readonly [Uint8Array, number];
      isNew[row] = 1;
    }
    return results;
  }

  async knownSpans(spans: readonly SpanKey[]): Promise<readonly SqlRow[]> {
    const rows: SqlRow[] = [];
    for (const some of chunksOf(spans)) {
      const sql = `SELECT ${KNOWN_SPAN_COLUMNS} FROM span WHERE ${new Array(some.length).fill(OF_SPAN).join(' OR ')}`;
      const values = some.flatMap(({ sessionKey, traceId, spanId }) => [sessionKey, traceId, spanId]);
      for (const row of await this.#connection.rows(sql, values)) rows.push(row);
    }
    return rows;
  }

  updateSpans(spans: readonly KnownSpan[]): void {
    UPDATE_SPANS.send(
      this.#connection,
      spans.map(({ sessionKey, traceId, spanId, otherHashes, ...span }) => [
        sessionKey,
        traceId,
        spanId,
        span.deliveryId,
        span.ordinal,
        span.sightings,
        span.ended,
        span.payloadHash,
        hashesText(otherHashes),
      ]),
    );
  }

  linkTraces(projectId: number, links: readonly TraceLink[]): readonly Uint8Array[] {
    LINK_TRACES.send(
      this.#connection,
      links.map(({ traceId, sessionKey }) => [traceId, sessionKey, projectId]),
    );
    this.links.set(projectId, [...(this.links.get(projectId) ?? []), ...links]);
    return [];
  }
}

function byKey(a: { readonly key: Uint8Array }, b: { readonly key: Uint8Array }): number {
  return Buffer.compare(a.key, b.key);
}

const LOCK = 'SELECT * FROM session WHERE key = ANY(?) ORDER BY key FOR UPDATE';
/** Rows of several nodes can not be locked by reading them. */
const LOCK_IN_CLUSTER = 'UPDATE session SET revision = revision WHERE key = ANY(?) RETURNING *';

const INSERT_SESSIONS = new RowsStatement(
  `INSERT INTO session (key, project_id, session_id, declared, name, last_received_at, contract, created_micros)`,
  8,
  'ON CONFLICT DO NOTHING RETURNING key',
);

const INSERT_RECORD = 'INSERT INTO session_record (session_key, record, patch, input_values)';

/** By their start. */
const INSERTS = new Map<string, RowsStatement>();

const TALLY_NAMES = TALLY_COLUMNS.map(([column]) => column);

/** The rows are there: an UPDATE of many rows is written as an INSERT that meets them. */
const SAVE_SESSIONS = new RowsStatement(
  `INSERT INTO session (key, project_id, session_id, ${TALLY_NAMES.join(', ')}, created_micros)`,
  3 + TALLY_NAMES.length,
  `ON CONFLICT (key) DO UPDATE SET ${assignments(TALLY_NAMES)}`,
  ', 0',
);

const SAVE_ATTRIBUTION = new RowsStatement(
  `INSERT INTO session_attribution (session_key, key, ${ATTRIBUTION_COLUMNS.join(', ')})`,
  2 + ATTRIBUTION_COLUMNS.length,
  `ON CONFLICT (session_key, key) DO UPDATE SET ${assignments(ATTRIBUTION_COLUMNS)}`,
);

const INSERT_SPANS = new RowsStatement(
  'INSERT INTO span (session_key, trace_id, span_id, delivery_id, ordinal, ended, payload_hash, sightings)',
  7,
  'ON CONFLICT DO NOTHING RETURNING delivery_id, ordinal',
  ', 1',
);

const OF_SPAN = '(session_key = ? AND trace_id = ? AND span_id = ?)';
const KEPT = ['delivery_id', 'ordinal', 'sightings', 'ended', 'payload_hash', 'other_hashes'];

const UPDATE_SPANS = new RowsStatement(
  `INSERT INTO span (session_key, trace_id, span_id, ${KEPT.join(', ')})`,
  3 + KEPT.length,
  `ON CONFLICT (session_key, trace_id, span_id) DO UPDATE SET ${assignments(KEPT)}`,
);

const LINK_TRACES = new RowsStatement(
  'INSERT INTO trace_session (trace_id, session_key, project_id)',
  3,
  'ON CONFLICT DO NOTHING',
);

function assignments(columns: readonly string[]): string {
  return columns.map((column) => `${column} = excluded.${column}`).join(', ');
}
