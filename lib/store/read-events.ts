import 'server-only';
import { Buffer } from 'node:buffer';
import type { TraceEvent } from '../domain/event';
import { eventIdOfSpan, type SpanId, spanOfEventId, type TraceId } from '../domain/ids';
import { unixNanoToMillis } from '../domain/time';
import { asRow } from './database-rows';
import type { Session as SessionRow } from './generated/client';
import type { StoredEvents } from './packed-events';
import type { ReadEngine } from './read-engine';
import { isKnownSession, readStoredEvents, withPatch } from './read-evidence';
import { hex, KNOWN_SPAN_COLUMNS, readKeptFacts, toKnownSpan } from './read-facts';
import { parseEvent } from './rows';
import { eventOf } from './session-tally';
import { bytesOf, firstRow, type SqlRow, type SqlSession, type SqlValue } from './sql';
import type { EventQuery } from './store';
import { storedText } from './stored-text';
import { readRecord } from './write-sessions';

/** Where one stored event is: in the delivery of its span, or, made over REST, in a row of its own. */
export interface EventPlace {
  readonly sessionKey: Uint8Array;
  readonly eventId: string;
  /** Empty for an event that no span made. */
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  readonly startTime: number;
  readonly kept: { readonly deliveryId: bigint; readonly ordinal: number } | null;
  readonly payload: string | null;
  readonly patch: string | null;
}

const EVENT_COLUMNS = 'session_key, event_id, trace_id, span_id, start_time, payload, patch';

/** Every stored event of that id, in any project; spans may name the same one. In order of sessions, then spans. */
export async function findEvents(db: SqlSession, eventId: string): Promise<readonly EventPlace[]> {
  const rows = await db.rows(`SELECT ${EVENT_COLUMNS} FROM event WHERE event_id = ?`, [eventId]);
  const places = new Map<string, EventPlace>();
  for (const row of rows) {
    const place = await toPlace(db, row);
    if (place !== null) places.set(nameOf(place), place);
  }
  for (const place of await findBySpan(db, eventId)) {
    if (!places.has(nameOf(place))) places.set(nameOf(place), place);
  }
  return [...places.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

function nameOf({ sessionKey, traceId, spanId }: EventPlace): string {
  return `${hex(sessionKey)}:${hex(traceId)}:${hex(spanId)}`;
}

async function toPlace(db: SqlSession, row: SqlRow): Promise<EventPlace | null> {
  const place = toRestPlace(row);
  if (place.payload !== null) return place;
  const kept = await findKept(db, place.sessionKey, place.traceId, place.spanId);
  return kept === null ? null : { ...place, kept };
}

function toRestPlace(row: SqlRow): EventPlace {
  return {
    sessionKey: bytesOf(row.sessionKey),
    eventId: String(row.eventId),
    traceId: bytesOf(row.traceId),
    spanId: bytesOf(row.spanId),
    startTime: Number(row.startTime),
    kept: null,
    payload: row.payload as string | null,
    patch: row.patch as string | null,
  };
}

async function findKept(db: SqlSession, ...key: readonly [Uint8Array, Uint8Array, Uint8Array]) {
  const where = 'session_key = ? AND trace_id = ? AND span_id = ?';
  const row = await firstRow(db, `SELECT ${KNOWN_SPAN_COLUMNS} FROM span WHERE ${where}`, key);
  return row === undefined ? null : toKnownSpan(row);
}

/** Most event ids say which span they are of; then no row is needed to find it. */
async function findBySpan(db: SqlSession, eventId: string): Promise<readonly EventPlace[]> {
  const span = spanOfEventId(eventId);
  if (span === null) return [];
  const from = Buffer.from(span.tracePrefix.padEnd(32, '0'), 'hex');
  const to = Buffer.from(span.tracePrefix.padEnd(32, 'f'), 'hex');
  const spanId = Buffer.from(span.spanId, 'hex');
  const links = await db.rows('SELECT trace_id, session_key FROM trace_session WHERE trace_id BETWEEN ? AND ?', [
    from,
    to,
  ]);
  const places: EventPlace[] = [];
  for (const link of links) {
    const [sessionKey, traceId] = [bytesOf(link.sessionKey), bytesOf(link.traceId)];
    if (eventIdOfSpan(hex(traceId) as TraceId, span.spanId) !== eventId) continue;
    const kept = await findKept(db, sessionKey, traceId, spanId);
    if (kept === null || (await isNamedOtherwise(db, sessionKey, traceId, spanId, eventId))) continue;
    places.push({ sessionKey, eventId, traceId, spanId, startTime: 0, kept, payload: null, patch: null });
  }
  return places;
}

async function isNamedOtherwise(
  db: SqlSession,
  ...values: readonly [Uint8Array, Uint8Array, Uint8Array, string]
): Promise<boolean> {
  const where = 'session_key = ? AND trace_id = ? AND span_id = ? AND event_id <> ?';
  return (await firstRow(db, `SELECT 1 AS named FROM event WHERE ${where}`, values)) !== undefined;
}

/** The event at a place, with what was updated since. */
export async function readEvent(db: SqlSession, place: EventPlace): Promise<TraceEvent> {
  if (place.payload !== null) return withPatch(parseEvent(place.payload), place.patch);
  if (place.kept === null) throw new Error('An event is neither in a delivery nor in a row.');
  const events = await readStoredEvents(db, place.kept.deliveryId);
  return withPatch(events.at(place.kept.ordinal), place.patch);
}

/** Sessions newest first; within a session by start, latest first. */
export async function* readEvents(
  engine: ReadEngine,
  projectId: number,
  query: EventQuery,
): AsyncGenerator<TraceEvent> {
  const eventId = query.eventId === undefined ? undefined : storedText(query.eventId);
  const places = eventId === undefined ? null : await engine.read((db) => findEvents(db, eventId));
  const sessions = await engine.read((db) => findSessions(db, projectId, query, places));
  for (const session of sessions) yield* readSessionEvents(engine, session, eventId);
}

async function findSessions(
  db: SqlSession,
  projectId: number,
  { sessionId, runId, eventId }: EventQuery,
  places: readonly EventPlace[] | null,
): Promise<readonly SessionRow[]> {
  const conditions = ['project_id = ?'];
  const values: SqlValue[] = [projectId];
  const narrow = (condition: string, ...more: readonly SqlValue[]) => {
    conditions.push(condition);
    values.push(...more);
  };
  if (sessionId !== undefined) narrow('session_id = ?', storedText(sessionId));
  if (runId !== undefined) narrow('run_id = ?', storedText(runId));
  if (places !== null) {
    const keys = places.map(({ sessionKey }) => sessionKey);
    narrow(['session_id = ?', ...keys.map(() => 'key = ?')].join(' OR '), storedText(eventId ?? ''), ...keys);
  }
  const where = conditions.map((condition) => `(${condition})`).join(' AND ');
  const rows = await db.rows(`SELECT * FROM session WHERE ${where} ORDER BY created_micros DESC`, values);
  return rows.map((raw) => asRow('Session', raw));
}

/** Deliveries of a session kept open while its events are read in order of time. */
const OPEN_DELIVERIES = 8;

async function* readSessionEvents(
  engine: ReadEngine,
  session: SessionRow,
  eventId: string | undefined,
): AsyncGenerator<TraceEvent> {
  const { own, places } = await engine.read(async (db) => ({
    own: eventOf(await readRecord(db, session.key)),
    places: await placesOf(db, session, eventId),
  }));
  const open = new Map<bigint, StoredEvents>();
  // The session's own event has its place among the others: after those that started at the same time or later.
  let ownIsDue = eventId === undefined || storedText(own.event_id) === eventId;
  for (const place of places) {
    if (ownIsDue && place.startTime < own.start_time) {
      ownIsDue = false;
      yield own;
    }
    if (place.payload !== null) {
      yield withPatch(parseEvent(place.payload), place.patch);
    } else if (place.kept !== null) {
      const { deliveryId, ordinal } = place.kept;
      let events = open.get(deliveryId);
      if (events === undefined) {
        const read = async (db: SqlSession) =>
          (await isKnownSession(db, session.key)) ? readStoredEvents(db, deliveryId) : undefined;
        events = await engine.read(read);
        if (events === undefined) return;
        if (open.size >= OPEN_DELIVERIES) open.delete(open.keys().next().value as bigint);
        open.set(deliveryId, events);
      }
      yield withPatch(events.at(ordinal), place.patch);
    }
  }
  if (ownIsDue) yield own;
}

/** The events of a session, or those of one id, latest first. */
async function placesOf(
  db: SqlSession,
  session: SessionRow,
  eventId: string | undefined,
): Promise<readonly EventPlace[]> {
  const rows = await db.rows(`SELECT ${EVENT_COLUMNS} FROM event WHERE session_key = ?`, [session.key]);
  const rowBySpan = new Map<string, SqlRow>();
  const places: EventPlace[] = [];
  for (const row of rows) {
    if (row.payload === null) rowBySpan.set(`${hex(bytesOf(row.traceId))}:${hex(bytesOf(row.spanId))}`, row);
    else places.push(toRestPlace(row));
  }
  for (const { deliveryId, ordinal, facts } of await readKeptFacts(db, session)) {
    const row = rowBySpan.get(`${facts.traceId}:${facts.spanId}`);
    places.push({
      sessionKey: session.key,
      eventId: row === undefined ? eventIdOfSpan(facts.traceId, facts.spanId as SpanId) : String(row.eventId),
      traceId: Buffer.from(facts.traceId, 'hex'),
      spanId: Buffer.from(facts.spanId, 'hex'),
      startTime: unixNanoToMillis(facts.startUnixNano),
      kept: { deliveryId, ordinal },
      payload: null,
      patch: (row?.patch ?? null) as string | null,
    });
  }
  const asked = eventId === undefined ? places : places.filter((place) => place.eventId === eventId);
  return asked.sort(
    (a, b) => b.startTime - a.startTime || Buffer.compare(Buffer.from(b.eventId), Buffer.from(a.eventId)),
  );
}
