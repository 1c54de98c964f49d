import 'server-only';
import type { TraceEvent } from '../domain/event';
import type { Finding } from '../domain/finding';
import { parseSpanId, parseTraceId } from '../domain/ids';
import { patchEvent } from '../domain/session';
import { Prisma, type PrismaClient, type Session as SessionRow } from './generated/client';
import { findSessionRow } from './prisma-sessions';
import { parseEvent, parsePatch, toDelivery, toFinding, toOwnRecord } from './rows';
import { eventOf } from './session-tally';
import { idBytes, SPAN_COLUMNS, toSpanFacts } from './span-rows';
import type { SqlRow } from './sql-connection';
import { unpackBody } from './sqlite-deliveries';
import type { EventQuery, SpanEvidence } from './store';
import { storedText } from './stored-text';

/** Rows of wide tables fetched at once. */
const CHUNK = 200;

export async function readSpanEvidence(
  prisma: PrismaClient,
  projectId: number,
  sessionId: string,
  spanId: string,
  traceId: string | undefined,
): Promise<SpanEvidence | null> {
  const session = await findSessionRow(prisma, projectId, sessionId);
  const span = parseSpanId(spanId);
  const trace = traceId === undefined ? undefined : parseTraceId(traceId);
  if (session === null || span === null || trace === null) return null;
  const ofTrace = trace === undefined ? Prisma.empty : Prisma.sql`AND traceId = ${idBytes(trace)}`;
  const [found] = await prisma.$queryRaw<{ id: number }[]>`
    SELECT rowid AS id FROM Span WHERE sessionKey = ${session.key} AND spanId = ${idBytes(span)} ${ofTrace}
    ORDER BY traceId LIMIT 1`;
  if (found === undefined) return null;
  for await (const evidence of evidenceOf(prisma, session, [found.id])) return evidence;
  return null;
}

/** In order of deliveries: spans of one delivery come together and share its body. */
export async function* readSessionEvidence(
  prisma: PrismaClient,
  projectId: number,
  sessionId: string,
): AsyncGenerator<SpanEvidence> {
  const session = await findSessionRow(prisma, projectId, sessionId);
  if (session === null) return;
  const rows = await prisma.$queryRaw<{ id: number }[]>`
    SELECT rowid AS id FROM Span WHERE sessionKey = ${session.key} ORDER BY deliveryId, ordinal`;
  yield* evidenceOf(
    prisma,
    session,
    rows.map(({ id }) => id),
  );
}

async function* evidenceOf(
  prisma: PrismaClient,
  session: SessionRow,
  spanRowIds: readonly number[],
): AsyncGenerator<SpanEvidence> {
  let current: (Pick<SpanEvidence, 'body' | 'delivery'> & { readonly id: number }) | undefined;
  for (let start = 0; start < spanRowIds.length; start += CHUNK) {
    const rows = await prisma.$queryRaw<SqlRow[]>`
      SELECT span.deliveryId, span.ordinal, ${Prisma.raw(SPAN_COLUMNS)}, event.payload, event.patch FROM Span AS span
      JOIN Event AS event ON event.sessionKey = span.sessionKey AND event.traceId = span.traceId
        AND event.spanId = span.spanId
      WHERE span.rowid IN (${Prisma.join(spanRowIds.slice(start, start + CHUNK))})
      ORDER BY span.deliveryId, span.ordinal`;
    for (const raw of rows) {
      const deliveryId = Number(raw.deliveryId);
      if (current?.id !== deliveryId) {
        const row = await prisma.delivery.findUniqueOrThrow({ where: { id: deliveryId } });
        current = { id: deliveryId, body: unpackBody(row), delivery: toDelivery(row) };
      }
      yield {
        facts: toSpanFacts(session.sessionId, raw),
        ordinal: Number(raw.ordinal),
        body: current.body,
        event: storedEvent(raw),
        delivery: current.delivery,
      };
    }
  }
}

function storedEvent(row: SqlRow): TraceEvent {
  const event = parseEvent(String(row.payload));
  const patch = parsePatch(row.patch as string | null);
  return patch === null ? event : patchEvent(event, patch);
}

/** Sessions newest first; within a session by start, latest first. */
export async function* readEvents(
  prisma: PrismaClient,
  projectId: number,
  { sessionId, eventId, runId }: EventQuery,
): AsyncGenerator<TraceEvent> {
  const conditions = [Prisma.sql`projectId = ${projectId}`];
  if (sessionId !== undefined) conditions.push(Prisma.sql`sessionId = ${storedText(sessionId)}`);
  if (runId !== undefined) conditions.push(Prisma.sql`runId = ${storedText(runId)}`);
  if (eventId !== undefined) {
    const id = storedText(eventId);
    conditions.push(
      Prisma.sql`(sessionId = ${id} OR key IN (SELECT sessionKey FROM Event WHERE Event.eventId = ${id}))`,
    );
  }
  const sessions = await prisma.$queryRaw<{ key: number }[]>`
    SELECT key FROM Session WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY key DESC`;
  for (const { key } of sessions) yield* readSessionEvents(prisma, key, eventId);
}

async function* readSessionEvents(
  prisma: PrismaClient,
  sessionKey: number,
  eventId: string | undefined,
): AsyncGenerator<TraceEvent> {
  const ofEvent = eventId === undefined ? Prisma.empty : Prisma.sql`AND eventId = ${storedText(eventId)}`;
  const rows = await prisma.$queryRaw<{ id: number; startTime: number }[]>`
    SELECT rowid AS id, startTime FROM Event WHERE sessionKey = ${sessionKey} ${ofEvent}
    ORDER BY startTime DESC, eventId DESC`;
  const record = await prisma.sessionRecord.findUniqueOrThrow({ where: { sessionKey } });
  const own = eventOf(toOwnRecord(record));
  const isAsked = eventId === undefined || storedText(own.event_id) === storedText(eventId);
  // The session's own event has its place among the others: after those that started at the same time or later.
  let ownIsDue = isAsked;
  for (let start = 0; start < rows.length; start += CHUNK) {
    const chunk = rows.slice(start, start + CHUNK);
    const events = await readPayloads(
      prisma,
      chunk.map(({ id }) => id),
    );
    for (const { id, startTime } of chunk) {
      if (ownIsDue && startTime < own.start_time) {
        ownIsDue = false;
        yield own;
      }
      const event = events.get(id);
      if (event !== undefined) yield event;
    }
  }
  if (ownIsDue) yield own;
}

async function readPayloads(prisma: PrismaClient, rowIds: readonly number[]): Promise<ReadonlyMap<number, TraceEvent>> {
  const rows = await prisma.$queryRaw<{ id: number; payload: string; patch: string | null }[]>`
    SELECT rowid AS id, payload, patch FROM Event WHERE rowid IN (${Prisma.join([...rowIds])})`;
  return new Map(rows.map((row) => [row.id, storedEvent(row)]));
}

export async function readFindings(
  prisma: PrismaClient,
  projectId: number,
  scope: { readonly sessionId: string } | { readonly runId: string },
  limit: number,
): Promise<readonly (Finding & { readonly sessionId: string; readonly datapointId: string | null })[]> {
  const inScope =
    'sessionId' in scope
      ? Prisma.sql`session.sessionId = ${storedText(scope.sessionId)}`
      : Prisma.sql`session.runId = ${storedText(scope.runId)}`;
  const rows = await prisma.$queryRaw<{ payload: string; sessionId: string; datapointId: string | null }[]>`
    SELECT finding.payload, session.sessionId, session.datapointId
    FROM Session AS session JOIN Finding AS finding ON finding.sessionKey = session.key
    WHERE session.projectId = ${projectId} AND ${inScope}
    ORDER BY finding.severity, finding.size DESC, session.sessionId, finding.position LIMIT ${limit}`;
  return rows.map(({ payload, sessionId, datapointId }) => ({ ...toFinding(payload), sessionId, datapointId }));
}
