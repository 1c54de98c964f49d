import 'server-only';
import type { TraceEvent } from '../domain/event';
import { parseSpanId, parseTraceId } from '../domain/ids';
import type { Delivery } from '../domain/records';
import { patchEvent } from '../domain/session';
import { asRow } from './database-rows';
import type { SentBody } from './delivery-store';
import { unpackFacts } from './facts-chunk';
import { idBytes, unpackBody } from './packed-batch';
import { StoredEvents } from './packed-events';
import { findSessionRow } from './read-audit-material';
import type { ReadEngine } from './read-engine';
import { hex, type KeptSpan, KNOWN_SPAN_COLUMNS, readKeptFacts, toKnownSpan } from './read-facts';
import { parsePatch, toDelivery } from './rows';
import { bytesOf, firstRow, type SqlSession } from './sql';
import type { SpanEvidence } from './store';
import type { KnownSpan } from './write-engine';

/** A delivery with what it brought and what was stored for it. */
interface OpenDelivery {
  readonly id: bigint;
  readonly delivery: Delivery;
  readonly body: SentBody;
  readonly events: StoredEvents;
}

export function readSpanEvidence(
  engine: ReadEngine,
  projectId: number,
  sessionId: string,
  spanId: string,
  traceId: string | undefined,
): Promise<SpanEvidence | null> {
  return engine.read(async (db) => {
    const session = await findSessionRow(db, projectId, sessionId);
    const span = parseSpanId(spanId);
    const trace = traceId === undefined ? undefined : parseTraceId(traceId);
    if (session === null || span === null || trace === null) return null;
    const known = await findSpan(db, session.key, idBytes(span), trace === undefined ? null : idBytes(trace));
    if (known === null) return null;
    const kept = await keptSpanAt(db, session, known);
    const patches = await readPatches(db, session.key, known);
    return evidenceOf(kept, await openDelivery(db, known.deliveryId), patches);
  });
}

async function findSpan(
  db: SqlSession,
  sessionKey: Uint8Array,
  spanId: Uint8Array,
  traceId: Uint8Array | null,
): Promise<KnownSpan | null> {
  const select = `SELECT ${KNOWN_SPAN_COLUMNS} FROM span WHERE session_key = ? AND span_id = ?`;
  const row =
    traceId === null
      ? await firstRow(db, `${select} ORDER BY trace_id LIMIT 1`, [sessionKey, spanId])
      : await firstRow(db, `${select} AND trace_id = ?`, [sessionKey, spanId, traceId]);
  return row === undefined ? null : toKnownSpan(row);
}

async function keptSpanAt(
  db: SqlSession,
  session: { readonly key: Uint8Array; readonly sessionId: string },
  { deliveryId, ordinal, sightings, otherHashes }: KnownSpan,
): Promise<KeptSpan> {
  const chunk = await firstRow(db, 'SELECT facts FROM span_facts WHERE session_key = ? AND delivery_id = ?', [
    session.key,
    deliveryId,
  ]);
  const placed = chunk && unpackFacts(session.sessionId, bytesOf(chunk.facts)).find((one) => one.ordinal === ordinal);
  if (placed === undefined) throw new Error('A known span has no facts.');
  return { deliveryId, ordinal, facts: { ...placed.facts, sightings, variants: 1 + otherHashes.length } };
}

/** In order of deliveries: spans of one delivery come together and share its body. */
export async function* readSessionEvidence(
  engine: ReadEngine,
  projectId: number,
  sessionId: string,
): AsyncGenerator<SpanEvidence> {
  const found = await engine.read(async (db) => {
    const session = await findSessionRow(db, projectId, sessionId);
    if (session === null) return null;
    return { key: session.key, spans: await readKeptFacts(db, session), patches: await readPatches(db, session.key) };
  });
  if (found === null) return;
  let current: OpenDelivery | null = null;
  for (const span of found.spans) {
    if (current?.id !== span.deliveryId) {
      current = await engine.read(async (db) =>
        (await isKnownSession(db, found.key)) ? openDelivery(db, span.deliveryId) : null,
      );
    }
    if (current === null) return;
    yield evidenceOf(span, current, found.patches);
  }
}

/** False when it was erased while its deliveries are read one after the other. */
export async function isKnownSession(db: SqlSession, key: Uint8Array): Promise<boolean> {
  return (await firstRow(db, 'SELECT 1 AS one FROM session WHERE key = ?', [key])) !== undefined;
}

function evidenceOf(
  { ordinal, facts }: KeptSpan,
  { delivery, body, events }: OpenDelivery,
  patches: ReadonlyMap<string, string>,
): SpanEvidence {
  const patch = patches.get(`${facts.traceId}:${facts.spanId}`);
  return { facts, ordinal, body, delivery, event: withPatch(events.at(ordinal), patch ?? null) };
}

export function withPatch(event: TraceEvent, patchText: string | null): TraceEvent {
  const patch = parsePatch(patchText);
  return patch === null ? event : patchEvent(event, patch);
}

/** What clients updated in the events of a session's spans, or of one of them, by `traceId:spanId`. */
async function readPatches(
  db: SqlSession,
  sessionKey: Uint8Array,
  only?: Pick<KnownSpan, 'traceId' | 'spanId'>,
): Promise<ReadonlyMap<string, string>> {
  const select = 'SELECT trace_id, span_id, patch FROM event WHERE session_key = ? AND patch IS NOT NULL';
  const rows =
    only === undefined
      ? await db.rows(select, [sessionKey])
      : await db.rows(`${select} AND trace_id = ? AND span_id = ?`, [sessionKey, only.traceId, only.spanId]);
  return new Map(rows.map((row) => [`${hex(bytesOf(row.traceId))}:${hex(bytesOf(row.spanId))}`, String(row.patch)]));
}

async function openDelivery(db: SqlSession, id: bigint): Promise<OpenDelivery> {
  const raw = await firstRow(db, 'SELECT * FROM delivery WHERE id = ?', [id]);
  if (raw === undefined) throw new Error('A span has no delivery.');
  const row = asRow('Delivery', raw);
  if (row.body === null || row.events === null) throw new Error('A delivery of spans has no body.');
  const body = unpackBody({ bytes: row.body, contentType: row.contentType, contentEncoding: row.contentEncoding });
  return { id, delivery: toDelivery(row), body, events: new StoredEvents(row.events) };
}

/** What was stored for the spans of a delivery. */
export async function readStoredEvents(db: SqlSession, deliveryId: bigint): Promise<StoredEvents> {
  const row = await firstRow(db, 'SELECT events FROM delivery WHERE id = ?', [deliveryId]);
  if (row === undefined) throw new Error('A span has no delivery.');
  return new StoredEvents(bytesOf(row.events));
}
