import 'server-only';
import type { TraceEvent } from '../domain/event';
import type { SessionRollup } from '../domain/records';
import type { EventPatch } from '../domain/session';
import { chunksOf } from './chunks-of';
import { mergePatches } from './event-patches';
import { findEvents, readEvent } from './read-events';
import { eventText, parsePatch, patchText } from './rows';
import { keyText, sessionKeyOf } from './session-key';
import { declare, eventOf, startRecord, toRollup, touch, updateRecord } from './session-tally';
import { firstRow, type SqlValue } from './sql';
import { storedText } from './stored-text';
import type { WriteTransaction } from './write-engine';
import { projectById } from './write-projects';
import {
  findSession,
  type OpenSession,
  openSession,
  openSessions,
  readRecord,
  saveRecord,
  saveSessions,
} from './write-sessions';

/** Trace and span id of an event that no span made. */
const NO_ID = new Uint8Array();

/** @param at Unix milliseconds, as everywhere here. */
export async function putSession(
  tx: WriteTransaction,
  projectId: number,
  event: TraceEvent,
  client: SessionRollup['client'],
  at: number,
): Promise<SessionRollup> {
  const sessionId = storedText(event.session_id);
  const session = await openSession(tx, await projectById(tx, projectId), sessionId, at);
  const own = await startSession(tx, session, event, client, at);
  return toRollup(sessionId, session.tally, own);
}

/** @returns the session's own record. */
async function startSession(
  tx: WriteTransaction,
  session: OpenSession,
  event: TraceEvent,
  client: SessionRollup['client'],
  at: number,
) {
  const { key, tally } = session;
  const own = startRecord(await readRecord(tx, key), tally.declared, event);
  touch(tally, at, null);
  declare(tally, client);
  await saveRecord(tx, session, own, at);
  return own;
}

export async function putEvents(
  tx: WriteTransaction,
  projectId: number,
  events: readonly TraceEvent[],
  client: SessionRollup['client'],
  at: number,
): Promise<void> {
  if (events.length === 0) return;
  const project = await projectById(tx, projectId);
  const ids = new Set(events.map(({ session_id }) => storedText(session_id)));
  // All at once, so that they are locked in order.
  const sessions = await openSessions(
    tx,
    [...ids].map((sessionId) => ({ project, sessionId })),
    at,
  );
  /** By session and id: the last one counts, and a statement can not change a row twice. */
  const rows = new Map<string, readonly SqlValue[]>();
  for (const event of events) {
    const key = sessionKeyOf(projectId, storedText(event.session_id));
    const session = sessions.get(keyText(key));
    if (session === undefined) throw new Error('A session could not be opened.');
    if (event.event_type === 'session') {
      await startSession(tx, session, event, client, at);
    } else {
      touch(session.tally, at, null);
      const eventId = storedText(event.event_id);
      const startTime = Number.isFinite(event.start_time) ? event.start_time : 0;
      rows.set(`${keyText(key)} ${eventId}`, [key, eventId, NO_ID, NO_ID, startTime, eventText(event)]);
    }
  }
  for (const some of chunksOf([...rows.values()])) {
    await tx.run(
      `${PUT_EVENTS} VALUES ${new Array(some.length).fill(EVENT_ROW).join(', ')} ${REPLACE_EVENT}`,
      some.flat(),
    );
  }
  await saveSessions(tx, [...sessions.values()], at);
}

const PUT_EVENTS = 'INSERT INTO event (session_key, event_id, trace_id, span_id, start_time, payload)';
const EVENT_ROW = '(?, ?, ?, ?, ?, ?)';
const REPLACE_EVENT = `ON CONFLICT (session_key, event_id, trace_id, span_id)
  DO UPDATE SET start_time = excluded.start_time, payload = excluded.payload`;

/** @param eventId as stored. */
export async function updateEvent(
  tx: WriteTransaction,
  projectId: number,
  eventId: string,
  patch: EventPatch,
  at: number,
): Promise<TraceEvent> {
  const declared = (await findSession(tx, projectId, eventId))?.tally.declared ?? false;
  const event = declared ? null : await updateStoredEvents(tx, projectId, eventId, patch, at);
  return event ?? updateSession(tx, projectId, eventId, patch, at);
}

/** All events of that id: spans may name the same one. @returns the first; null when there is none. */
async function updateStoredEvents(
  tx: WriteTransaction,
  projectId: number,
  eventId: string,
  patch: EventPatch,
  at: number,
): Promise<TraceEvent | null> {
  let answer: TraceEvent | null = null;
  for (const place of await findEvents(tx, eventId)) {
    const owner = await firstRow(tx, 'SELECT project_id, session_id FROM session WHERE key = ?', [place.sessionKey]);
    if (owner === undefined || Number(owner.projectId) !== projectId) continue;
    const merged = patchText(mergePatches(parsePatch(place.patch), patch));
    await tx.run(
      `INSERT INTO event (session_key, event_id, trace_id, span_id, start_time, patch) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (session_key, event_id, trace_id, span_id) DO UPDATE SET patch = excluded.patch`,
      [place.sessionKey, eventId, place.traceId, place.spanId, place.startTime, merged],
    );
    answer ??= await readEvent(tx, { ...place, patch: merged });
    const session = await openSession(tx, await projectById(tx, projectId), String(owner.sessionId), at);
    touch(session.tally, at, null);
    await saveSessions(tx, [session], at);
  }
  return answer;
}

async function updateSession(
  tx: WriteTransaction,
  projectId: number,
  sessionId: string,
  patch: EventPatch,
  at: number,
): Promise<TraceEvent> {
  const session = await openSession(tx, await projectById(tx, projectId), sessionId, at);
  const own = updateRecord(await readRecord(tx, session.key), patch);
  touch(session.tally, at, null);
  await saveRecord(tx, session, own, at);
  return eventOf(own);
}
