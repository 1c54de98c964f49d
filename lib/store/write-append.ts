import 'server-only';
import { eventIdOfSpan, type SpanId, type TraceId } from '../domain/ids';
import type { SpanFacts } from '../domain/span-facts';
import { type PlacedFacts, unpackFacts } from './facts-chunk';
import { idBytes, type PackedBatch, type PackedSession } from './packed-batch';
import { hex, readKeptFacts, toKnownSpan } from './read-facts';
import { keyText } from './session-key';
import { addSums, countSpan, discountSpan, measureExtent, noteFiling, touch } from './session-tally';
import { judgeSighting } from './span-sightings';
import { bytesOf, firstRow } from './sql';
import type { AppendResult } from './store';
import { insertDelivery } from './write-deliveries';
import type { IncomingDelivery, KnownSpan, SpanKey, WriteTransaction } from './write-engine';
import { ensureRun, UNSETTLE } from './write-runs';
import { type OpenSession, openSessions, type ProjectName, saveSessions } from './write-sessions';

/** What one transaction has touched so far. */
interface Progress {
  /** By {@link keyText}. */
  readonly sessions: ReadonlyMap<string, OpenSession>;
  /** Sessions whose first or last payload was replaced. */
  readonly toMeasure: Set<OpenSession>;
  /** Facts that were looked at for the sake of a kept payload, by session and delivery. */
  readonly facts: Map<string, readonly PlacedFacts[]>;
}

/** Keeps batches, in order, in one transaction. @returns a result per batch. */
export async function appendBatches(
  tx: WriteTransaction,
  projectOf: (id: number) => Promise<ProjectName>,
  batches: readonly PackedBatch[],
): Promise<readonly AppendResult[]> {
  const receivedAt = Math.min(...batches.map(({ delivery }) => delivery.receivedAt.getTime()));
  const asked = [];
  for (const { projectId, sessions } of batches) {
    const project = await projectOf(projectId);
    for (const { sessionId } of sessions) asked.push({ project, sessionId });
  }
  const sessions = await openSessions(tx, asked, receivedAt);
  const progress: Progress = { sessions, toMeasure: new Set(), facts: new Map() };
  const ids = await tx.nextDeliveryIds(batches.length);
  const deliveries = batches.map((batch, index) => ({ id: ids[index] as bigint, batch }));
  const isNew = await tx.insertSpans(deliveries);
  const results = [];
  for (const [index, delivery] of deliveries.entries()) {
    results.push(await appendBatch(tx, delivery, isNew[index] as Uint8Array, progress));
  }
  await measureExtents(tx, progress);
  await ensureRuns(tx, batches, receivedAt);
  await shareTraces(tx, batches, progress);
  await saveSessions(tx, [...sessions.values()], receivedAt);
  return results;
}

/** @param isNew for each span, whether it was not known before. */
async function appendBatch(
  tx: WriteTransaction,
  { id: deliveryId, batch }: IncomingDelivery,
  isNew: Uint8Array,
  progress: Progress,
): Promise<AppendResult> {
  const newOrdinals = newOrdinalsBySession(batch, isNew);
  let accepted = 0;
  for (const [index, part] of batch.sessions.entries()) {
    const session = progress.sessions.get(keyText(part.key));
    const fresh = newOrdinals[index];
    if (session === undefined || fresh === undefined) throw new Error('A batch names a session that was not opened.');
    accepted += fresh.size;
    if (fresh.size === part.sums.spanCount) {
      addSums(session.tally, part.sums);
      await nameEvents(tx, part, fresh);
    } else {
      await countSome(tx, session, deliveryId, part, fresh, progress);
    }
    noteFiling(session.tally, part.names);
    touch(session.tally, batch.delivery.receivedAt.getTime(), batch.delivery.client);
  }
  // Those of repeated spans, too: so a session knows every delivery that brought spans of it, and erasing it finds them.
  await tx.insertRows(
    'INSERT INTO span_facts (session_key, delivery_id, facts)',
    batch.sessions.map(({ key, facts }) => [key, deliveryId, facts]),
  );
  const result = { accepted, duplicated: batch.spans.count - accepted };
  await insertDelivery(tx, deliveryId, batch.projectId, { ...batch.delivery, ...result }, batch.body, batch.events);
  return result;
}

function newOrdinalsBySession({ sessions, spans }: PackedBatch, isNew: Uint8Array): readonly Set<number>[] {
  const ordinals = sessions.map(() => new Set<number>());
  for (let row = 0; row < spans.count; row++) {
    if (isNew[row] === 1) ordinals[spans.session[row] as number]?.add(spans.ordinals[row] as number);
  }
  return ordinals;
}

/** Counts the spans of a session of which some are known. */
async function countSome(
  tx: WriteTransaction,
  session: OpenSession,
  deliveryId: bigint,
  part: PackedSession,
  fresh: ReadonlySet<number>,
  progress: Progress,
): Promise<void> {
  const spans = unpackFacts(part.sessionId, part.facts);
  progress.facts.set(placeOf(session, deliveryId), spans);
  for (const { ordinal, facts } of spans) if (fresh.has(ordinal)) countSpan(session.tally, facts);
  await nameEvents(tx, part, fresh);

  const again = spans.filter(({ ordinal }) => !fresh.has(ordinal));
  const rows = await tx.knownSpans(again.map(({ facts }) => keyOfSpan(session, facts)));
  const known = new Map(rows.map(toKnownSpan).map((span) => [nameOf(hex(span.traceId), hex(span.spanId)), span]));
  for (const { ordinal, facts } of again) {
    const name = nameOf(facts.traceId, facts.spanId);
    const before = known.get(name);
    if (before === undefined) throw new Error('A span that could not be inserted is not there either.');
    session.tally.duplicateCount++;
    const { kind, otherHashes } = judgeSighting(before, facts);
    const after = { ...before, otherHashes, sightings: before.sightings + 1 };
    known.set(name, after);
    if (kind !== 'replacement') continue;
    const keptBefore = await factsAt(tx, session, before, progress);
    if (discountSpan(session.tally, keptBefore)) progress.toMeasure.add(session);
    countSpan(session.tally, facts);
    known.set(name, { ...after, deliveryId, ordinal, payloadHash: facts.payloadHash, ended: facts.endUnixNano !== 0n });
    await renameEvent(tx, session, part, ordinal, facts);
  }
  await tx.updateSpans([...known.values()]);
}

function keyOfSpan({ key }: OpenSession, { traceId, spanId }: SpanFacts): SpanKey {
  return { sessionKey: key, traceId: idBytes(traceId), spanId: idBytes(spanId) };
}

function nameOf(traceId: string, spanId: string): string {
  return `${traceId}:${spanId}`;
}

function placeOf({ key }: OpenSession, deliveryId: bigint): string {
  return `${keyText(key)}:${deliveryId}`;
}

/** The facts of the payload that was kept until now. */
async function factsAt(
  tx: WriteTransaction,
  session: OpenSession,
  { deliveryId, ordinal }: KnownSpan,
  { facts }: Progress,
): Promise<SpanFacts> {
  const place = placeOf(session, deliveryId);
  let spans = facts.get(place);
  if (spans === undefined) {
    const sql = 'SELECT facts FROM span_facts WHERE session_key = ? AND delivery_id = ?';
    const row = await firstRow(tx, sql, [session.key, deliveryId]);
    spans = row === undefined ? [] : unpackFacts(session.sessionId, bytesOf(row.facts));
    facts.set(place, spans);
  }
  const found = spans.find((span) => span.ordinal === ordinal);
  if (found === undefined) throw new Error('A known span has no facts.');
  return found.facts;
}

const NAME_EVENT = `INSERT INTO event (session_key, event_id, trace_id, span_id, start_time) VALUES (?, ?, ?, ?, 0)
  ON CONFLICT DO NOTHING`;

/** Notes which events of new spans have a name of their own: updates will use it. */
async function nameEvents(tx: WriteTransaction, part: PackedSession, fresh: ReadonlySet<number>): Promise<void> {
  for (const { ordinal, eventId, traceId, spanId } of part.namedEvents) {
    if (fresh.has(ordinal)) await tx.run(NAME_EVENT, [part.key, eventId, traceId, spanId]);
  }
}

/** The kept payload of a span may name its event in another way; what clients updated since is not undone. */
async function renameEvent(
  tx: WriteTransaction,
  { key }: OpenSession,
  part: PackedSession,
  ordinal: number,
  facts: SpanFacts,
): Promise<void> {
  const named = part.namedEvents.find((event) => event.ordinal === ordinal);
  const eventId = named?.eventId ?? eventIdOfSpan(facts.traceId as TraceId, facts.spanId as SpanId);
  const id = [key, idBytes(facts.traceId), idBytes(facts.spanId)] as const;
  const sql = 'UPDATE event SET event_id = ? WHERE session_key = ? AND trace_id = ? AND span_id = ?';
  const changed = await tx.run(sql, [eventId, ...id]);
  if (changed === 0 && named !== undefined) await tx.run(NAME_EVENT, [key, eventId, id[1], id[2]]);
}

async function measureExtents(tx: WriteTransaction, { toMeasure }: Progress): Promise<void> {
  for (const { key, sessionId, tally } of toMeasure) {
    const kept = await readKeptFacts(tx, { key, sessionId, duplicateCount: tally.duplicateCount });
    measureExtent(
      tally,
      kept.map(({ facts }) => facts),
    );
  }
}

async function ensureRuns(tx: WriteTransaction, batches: readonly PackedBatch[], receivedAt: number): Promise<void> {
  const seen = new Set<string>();
  for (const { projectId, sessions } of batches) {
    for (const runId of sessions.flatMap(({ runs }) => runs)) {
      const name = `${projectId} ${runId}`;
      if (seen.has(name)) continue;
      seen.add(name);
      await ensureRun(tx, projectId, runId, receivedAt);
    }
  }
}

/** Links sessions with their traces; a session that shares a trace with others is part of what they are judged by. */
async function shareTraces(
  tx: WriteTransaction,
  batches: readonly PackedBatch[],
  { sessions }: Progress,
): Promise<void> {
  const links = new Map<number, { readonly traceId: Uint8Array; readonly sessionKey: Uint8Array }[]>();
  for (const { projectId, sessions: parts } of batches) {
    const ofProject = links.get(projectId) ?? [];
    links.set(projectId, ofProject);
    for (const { key, traceIds } of parts) for (const traceId of traceIds) ofProject.push({ traceId, sessionKey: key });
  }
  for (const [projectId, ofProject] of links) {
    for (const key of await tx.linkTraces(projectId, ofProject)) {
      if (!sessions.has(keyText(key))) await tx.run(`${UNSETTLE} WHERE key = ?`, [key]);
    }
  }
}
