import 'server-only';
import type { StoredSpanFacts } from '../domain/span-facts';
import { unpackFacts } from './facts-chunk';
import { bytesOf, type SqlRow, type SqlSession } from './sql';
import type { KnownSpan } from './write-engine';

/** The kept payload of a span: where it is, and its facts. */
export interface KeptSpan {
  readonly deliveryId: bigint;
  readonly ordinal: number;
  readonly facts: StoredSpanFacts;
}

interface FactsOwner {
  readonly key: Uint8Array;
  readonly sessionId: string;
  /** How often its spans came again; 0 saves looking for other payloads. */
  readonly duplicateCount: number;
}

/** The kept spans of a session, in order of deliveries, then of ordinals. */
export async function readKeptFacts(db: SqlSession, session: FactsOwner): Promise<KeptSpan[]> {
  const repeated = session.duplicateCount === 0 ? null : await readRepeated(db, session.key);
  const chunks = await db.rows('SELECT delivery_id, facts FROM span_facts WHERE session_key = ? ORDER BY delivery_id', [
    session.key,
  ]);
  const kept: KeptSpan[] = [];
  for (const chunk of chunks) {
    const deliveryId = BigInt(chunk.deliveryId as bigint);
    for (const { ordinal, facts } of unpackFacts(session.sessionId, bytesOf(chunk.facts))) {
      const again = repeated?.get(`${facts.traceId}:${facts.spanId}`);
      if (again === undefined) {
        kept.push({ deliveryId, ordinal, facts });
      } else if (again.deliveryId === deliveryId && again.ordinal === ordinal) {
        const { sightings, otherHashes } = again;
        kept.push({ deliveryId, ordinal, facts: { ...facts, sightings, variants: 1 + otherHashes.length } });
      }
    }
  }
  return kept;
}

/** Columns of `span` that {@link toKnownSpan} reads. */
export const KNOWN_SPAN_COLUMNS =
  'session_key, trace_id, span_id, delivery_id, ordinal, sightings, ended, payload_hash, other_hashes';

async function readRepeated(db: SqlSession, key: Uint8Array): Promise<ReadonlyMap<string, KnownSpan>> {
  const rows = await db.rows(`SELECT ${KNOWN_SPAN_COLUMNS} FROM span WHERE session_key = ? AND sightings > 1`, [key]);
  return new Map(
    rows.map((row) => {
      const span = toKnownSpan(row);
      return [`${hex(span.traceId)}:${hex(span.spanId)}`, span];
    }),
  );
}

export function toKnownSpan(row: SqlRow): KnownSpan {
  return {
    sessionKey: bytesOf(row.sessionKey),
    traceId: bytesOf(row.traceId),
    spanId: bytesOf(row.spanId),
    deliveryId: BigInt(row.deliveryId as bigint),
    ordinal: Number(row.ordinal),
    sightings: Number(row.sightings),
    ended: Boolean(row.ended),
    payloadHash: String(row.payloadHash),
    otherHashes: parseHashes(row.otherHashes),
  };
}

export function hashesText(hashes: readonly string[]): string | null {
  return hashes.length === 0 ? null : JSON.stringify(hashes);
}

function parseHashes(text: unknown): readonly string[] {
  return typeof text === 'string' ? (JSON.parse(text) as string[]) : [];
}

export function hex(bytes: Uint8Array): string {
  return bytesOf(bytes).toString('hex');
}
