import 'server-only';
import { createHash } from 'node:crypto';
import { hasOtherEvents } from './cut-events';
import { ordinalsOf } from './facts-chunk';
import { unpackBody } from './packed-batch';
import { findSessionRow } from './read-audit-material';
import type { ReadEngine } from './read-engine';
import { bytesOf, firstRow, type SqlSession } from './sql';
import type { ErasableDelivery, ErasableSessions } from './store';

/** Ordinals by delivery. */
type Places = Map<bigint, Set<number>>;

export async function readErasable(
  engine: ReadEngine,
  projectId: number,
  sessionIds: readonly string[],
): Promise<ErasableSessions> {
  return engine.read(async (db) => {
    const sessions = [];
    const places: Places = new Map();
    for (const sessionId of sessionIds) {
      const row = await findSessionRow(db, projectId, sessionId);
      if (row === null) continue;
      sessions.push({ sessionId: row.sessionId, revision: row.revision });
      await addPlaces(db, row.key, places);
    }
    await addTwins(db, places);
    return { sessions, deliveries: readDeliveries(engine, places) };
  });
}

async function addPlaces(db: SqlSession, sessionKey: Uint8Array, places: Places): Promise<void> {
  const chunks = await db.rows('SELECT delivery_id, facts FROM span_facts WHERE session_key = ?', [sessionKey]);
  for (const { deliveryId, facts } of chunks) addAll(places, BigInt(deliveryId as bigint), ordinalsOf(bytesOf(facts)));
}

/** A request for several projects is a delivery of each, and each has the whole body. */
async function addTwins(db: SqlSession, places: Places): Promise<void> {
  for (const [id, ordinals] of [...places]) {
    const twins = await db.rows(
      `SELECT twin.id FROM delivery AS own
       JOIN delivery AS twin ON twin.received_at = own.received_at AND twin.project_id <> own.project_id
       WHERE own.id = ? AND twin.body = own.body`,
      [id],
    );
    for (const twin of twins) addAll(places, BigInt(twin.id as bigint), ordinals);
  }
}

function addAll(places: Places, id: bigint, ordinals: Iterable<number>): void {
  const known = places.get(id) ?? new Set();
  places.set(id, known);
  for (const ordinal of ordinals) known.add(ordinal);
}

async function* readDeliveries(engine: ReadEngine, places: Places): AsyncGenerator<ErasableDelivery> {
  for (const [id, ordinals] of places) {
    const sql = 'SELECT content_type, content_encoding, body, events FROM delivery WHERE id = ?';
    const row = await engine.read((db) => firstRow(db, sql, [id]));
    // Erased meanwhile; then its sessions changed, too.
    if (row === undefined) continue;
    const packed = bytesOf(row.body);
    const body = { bytes: packed, contentType: String(row.contentType), contentEncoding: String(row.contentEncoding) };
    const isShared = hasOtherEvents(bytesOf(row.events), ordinals);
    yield { id, ordinals: [...ordinals], body: isShared ? unpackBody(body) : null, version: versionOf(packed) };
  }
}

/** Tells whether a body is still the one that was read. @param body as it is kept. */
export function versionOf(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('base64');
}
