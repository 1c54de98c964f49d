import 'server-only';
import type { StoredSpanFacts } from '../domain/span-facts';
import { asRow } from './database-rows';
import type { Session as SessionRow } from './generated/client';
import { readKeptFacts } from './read-facts';
import { toTally } from './rows';
import { keyText, sessionKeyOf } from './session-key';
import { toRollup } from './session-tally';
import { bytesOf, firstRow, type SqlSession } from './sql';
import type { AuditMaterial } from './store';
import { storedText } from './stored-text';
import { readRun } from './write-runs';
import { readRecord } from './write-sessions';

/** Everything a verdict rests on; must run inside one read transaction. */
export async function readAuditMaterial(
  db: SqlSession,
  projectId: number,
  sessionId: string,
): Promise<AuditMaterial | null> {
  const row = await findSessionRow(db, projectId, sessionId);
  if (row === null) return null;
  const counts = await db.rows('SELECT * FROM session_attribution WHERE session_key = ?', [row.key]);
  const tally = toTally(
    row,
    counts.map((count) => asRow('SessionAttribution', count)),
  );
  const session = toRollup(row.sessionId, tally, await readRecord(db, row.key));
  return {
    session,
    run: session.runId === null ? null : await readRun(db, projectId, session.runId),
    spans: inCanonicalOrder(await keptFacts(db, row)),
    related: inCanonicalOrder(await readRelated(db, row)),
    revision: row.revision,
  };
}

export async function findSessionRow(db: SqlSession, projectId: number, sessionId: string): Promise<SessionRow | null> {
  const raw = await firstRow(db, 'SELECT * FROM session WHERE key = ?', [
    sessionKeyOf(projectId, storedText(sessionId)),
  ]);
  return raw === undefined ? null : asRow('Session', raw);
}

async function keptFacts(db: SqlSession, row: SessionRow): Promise<StoredSpanFacts[]> {
  return (await readKeptFacts(db, row)).map(({ facts }) => facts);
}

/** Spans of the same traces in other sessions of the project. */
async function readRelated(db: SqlSession, { key }: SessionRow): Promise<StoredSpanFacts[]> {
  const links = await db.rows(
    `SELECT shared.session_key, shared.trace_id FROM trace_session AS own
     JOIN trace_session AS shared ON shared.trace_id = own.trace_id AND shared.project_id = own.project_id
     WHERE own.session_key = ? AND shared.session_key <> own.session_key`,
    [key],
  );
  const tracesByKey = new Map<string, { readonly key: Uint8Array; readonly traces: Set<string> }>();
  for (const link of links) {
    const other = bytesOf(link.sessionKey);
    const known = tracesByKey.get(keyText(other)) ?? { key: other, traces: new Set() };
    tracesByKey.set(keyText(other), known);
    known.traces.add(bytesOf(link.traceId).toString('hex'));
  }
  const related: StoredSpanFacts[] = [];
  for (const { key: other, traces } of tracesByKey.values()) {
    const raw = await firstRow(db, 'SELECT * FROM session WHERE key = ?', [other]);
    if (raw === undefined) continue;
    for (const facts of await keptFacts(db, asRow('Session', raw))) if (traces.has(facts.traceId)) related.push(facts);
  }
  return related;
}

/** By start, then trace id, then span id, then session id. */
function inCanonicalOrder(spans: StoredSpanFacts[]): StoredSpanFacts[] {
  return spans.sort(
    (a, b) =>
      order(a.startUnixNano, b.startUnixNano) ||
      order(a.traceId, b.traceId) ||
      order(a.spanId, b.spanId) ||
      order(a.sessionId, b.sessionId),
  );
}

function order<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : Number(a > b);
}
