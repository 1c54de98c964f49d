import 'server-only';
import type { TraceEvent } from '../domain/event';
import type { SpanFacts } from '../domain/span-facts';
import { fromInt64 } from './int64';
import { eventText } from './rows';
import { countSpan, noteNames, recount, runsNamedBy, touch } from './session-tally';
import {
  hashesText,
  idBytes,
  PAYLOAD_COLUMNS,
  parseHashes,
  payloadValues,
  SPAN_COLUMNS,
  toSpanFacts,
} from './span-rows';
import { judgeSighting, type KnownPayload } from './span-sightings';
import type { SqlConnection, SqlValue } from './sql-connection';
import { insertDelivery, nextDeliveryId } from './sqlite-deliveries';
import { ensureRun, type OpenSession, openSession, type ProjectName, saveSession } from './sqlite-sessions';
import type { AppendBatch, AppendResult, AppendSpan } from './store';
import { storedText } from './stored-text';

/** A batch being written: what it touched so far. */
interface Progress {
  readonly deliveryId: number;
  readonly receivedAt: number;
  readonly sessions: Map<string, OpenSession>;
  /** Sessions of which a payload was replaced. */
  readonly toRecount: Set<OpenSession>;
  readonly traces: Map<string, Set<number>>;
  readonly runs: Set<string>;
  accepted: number;
}

/** Keeps a batch; must run inside one write transaction. */
export function appendBatch(database: SqlConnection, project: ProjectName, batch: AppendBatch): AppendResult {
  const progress: Progress = {
    deliveryId: nextDeliveryId(database),
    receivedAt: batch.delivery.receivedAt.getTime(),
    sessions: new Map(),
    toRecount: new Set(),
    traces: new Map(),
    runs: new Set(),
    accepted: 0,
  };
  for (const span of batch.spans) {
    const session = sessionOf(database, project, span.facts, progress);
    if (insertSpan(database, session.key, span, progress.deliveryId)) {
      progress.accepted++;
      insertEvent(database, session.key, span);
      countSpan(session.tally, span.facts);
    } else {
      session.tally.duplicateCount++;
      if (seeAgain(database, session.key, span, progress.deliveryId)) progress.toRecount.add(session);
    }
    noteNames(session.tally, span.facts);
    for (const runId of runsNamedBy(span.facts)) progress.runs.add(runId);
    noteTrace(progress.traces, span.facts.traceId, session.key);
  }
  for (const runId of progress.runs) ensureRun(database, project.id, runId, progress.receivedAt);
  for (const session of progress.toRecount) {
    recount(session.tally, storedFacts(database, session));
  }
  for (const session of progress.sessions.values()) {
    touch(session.tally, progress.receivedAt, batch.delivery.client);
    saveSession(database, project.id, session, progress.receivedAt);
  }
  shareTraces(database, project.id, progress);

  const { accepted } = progress;
  const result = { accepted, duplicated: batch.spans.length - accepted };
  insertDelivery(database, progress.deliveryId, project.id, { ...batch.delivery, ...result }, batch.body);
  return result;
}

function sessionOf(
  database: SqlConnection,
  project: ProjectName,
  facts: SpanFacts,
  { sessions, receivedAt }: Progress,
): OpenSession {
  const known = sessions.get(facts.sessionId);
  if (known !== undefined) return known;
  const sessionId = storedText(facts.sessionId);
  const session = sessions.get(sessionId) ?? openSession(database, project, sessionId, receivedAt);
  sessions.set(sessionId, session);
  return session;
}

function noteTrace(traces: Map<string, Set<number>>, traceId: string, sessionKey: number): void {
  const keys = traces.get(traceId);
  if (keys === undefined) traces.set(traceId, new Set([sessionKey]));
  else keys.add(sessionKey);
}

const INSERT_SPAN = `INSERT INTO Span (sessionKey, traceId, spanId, sightings, ${PAYLOAD_COLUMNS.join(', ')})
  VALUES (?, ?, ?, 1${', ?'.repeat(PAYLOAD_COLUMNS.length)}) ON CONFLICT DO NOTHING`;

const REPLACE_SPAN = `UPDATE Span SET sightings = sightings + 1, otherHashes = ?,
  ${PAYLOAD_COLUMNS.map((column) => `${column} = ?`).join(', ')}
  WHERE sessionKey = ? AND traceId = ? AND spanId = ?`;

/** @returns false when the span is known. */
function insertSpan(database: SqlConnection, sessionKey: number, span: AppendSpan, deliveryId: number): boolean {
  const { facts, ordinal } = span;
  const changes = database.run(INSERT_SPAN, [
    sessionKey,
    idBytes(facts.traceId),
    idBytes(facts.spanId),
    ...payloadValues(facts, deliveryId, ordinal),
  ]);
  return changes === 1;
}

function insertEvent(database: SqlConnection, sessionKey: number, { facts, event }: AppendSpan): void {
  database.run('INSERT INTO Event VALUES (?, ?, ?, ?, ?, NULL, ?)', [
    sessionKey,
    idBytes(facts.traceId),
    idBytes(facts.spanId),
    ...eventValues(event),
  ]);
}

/** Event id, start time, payload. */
export function eventValues(event: TraceEvent): [string, number, string] {
  return [storedText(event.event_id), Number.isFinite(event.start_time) ? event.start_time : 0, eventText(event)];
}

/** Counts another arrival of a known span. @returns true when its payload is the one to keep from now on. */
function seeAgain(database: SqlConnection, sessionKey: number, span: AppendSpan, deliveryId: number): boolean {
  const { facts, ordinal, event } = span;
  const id = [sessionKey, idBytes(facts.traceId), idBytes(facts.spanId)] as const;
  const sighting = judgeSighting(knownPayload(database, id), facts);
  const otherHashes = hashesText(sighting.otherHashes);
  if (sighting.kind !== 'replacement') {
    database.run(
      'UPDATE Span SET sightings = sightings + 1, otherHashes = ? WHERE sessionKey = ? AND traceId = ? AND spanId = ?',
      [otherHashes, ...id],
    );
    return false;
  }
  database.run(REPLACE_SPAN, [otherHashes, ...payloadValues(facts, deliveryId, ordinal), ...id]);
  // The column `patch` stays: what clients updated since is not undone.
  database.run(
    'UPDATE Event SET eventId = ?, startTime = ?, payload = ? WHERE sessionKey = ? AND traceId = ? AND spanId = ?',
    [...eventValues(event), ...id],
  );
  return true;
}

function knownPayload(database: SqlConnection, id: readonly SqlValue[]): KnownPayload {
  const row = database.first(
    'SELECT payloadHash, endUnixNano, otherHashes FROM Span WHERE sessionKey = ? AND traceId = ? AND spanId = ?',
    id,
  );
  if (row === undefined) throw new Error('A span that could not be inserted is not there either.');
  return {
    payloadHash: String(row.payloadHash),
    endUnixNano: fromInt64(row.endUnixNano as bigint),
    otherHashes: parseHashes(row.otherHashes),
  };
}

function* storedFacts(database: SqlConnection, session: OpenSession): Generator<SpanFacts> {
  const rows = database.each(`SELECT ${SPAN_COLUMNS} FROM Span AS span WHERE span.sessionKey = ?`, [session.key]);
  for (const row of rows) yield toSpanFacts(session.sessionId, row);
}

/** Links sessions with their traces; a session that shares a trace with others is part of what they are judged by. */
function shareTraces(database: SqlConnection, projectId: number, { traces, sessions }: Progress): void {
  const touched = new Set([...sessions.values()].map(({ key }) => key));
  const toUnsettle = new Set<number>();
  for (const [traceId, keys] of traces) {
    const bytes = idBytes(traceId);
    for (const key of keys) {
      database.run('INSERT INTO TraceSession VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [bytes, key, projectId]);
    }
    const sharing = database.all('SELECT sessionKey FROM TraceSession WHERE traceId = ? AND projectId = ?', [
      bytes,
      projectId,
    ]);
    for (const { sessionKey } of sharing) if (!touched.has(Number(sessionKey))) toUnsettle.add(Number(sessionKey));
  }
  for (const key of toUnsettle) {
    database.run('UPDATE Session SET settled = 0, revision = revision + 1 WHERE key = ?', [key]);
  }
}
