import 'server-only';
import type { RunRecord } from '../domain/records';
import { withoutEvents } from './cut-events';
import { asRow } from './database-rows';
import type { Session as SessionRow } from './generated/client';
import { type PackedBody, packBody, unpackBody } from './packed-batch';
import { versionOf } from './read-erasable';
import { sessionKeyOf, subjectKeyOf } from './session-key';
import { bytesOf, firstRow } from './sql';
import type { ErasableDelivery, Erasure } from './store';
import { storedText } from './stored-text';
import type { WriteTransaction } from './write-engine';
import { readRun, UNSETTLE, unsettleRun } from './write-runs';
import { eraseSnapshotsOfRun, eraseSnapshotsOfSessions } from './write-snapshots';

/** An erasure as it crosses from the thread that prepared it to the one that writes. */
export interface PackedErasure extends Omit<Erasure, 'deliveries'> {
  readonly deliveries: readonly PackedDelivery[];
}

type PackedDelivery = Omit<ErasableDelivery, 'body'> & { readonly body: PackedBody | null };

export function packErasure(erasure: Erasure): PackedErasure {
  const packed = ({ body, ...delivery }: ErasableDelivery) => ({ ...delivery, body: body && packBody(body) });
  return { ...erasure, deliveries: erasure.deliveries.map(packed) };
}

export async function eraseSessions(
  tx: WriteTransaction,
  projectId: number,
  { sessions, deliveries, keepsRun }: PackedErasure,
): Promise<boolean> {
  const revisions = new Map(sessions.map(({ sessionId, revision }) => [storedText(sessionId), revision]));
  const keys = [...revisions.keys()].map((sessionId) => sessionKeyOf(projectId, sessionId));
  const rows = (await tx.lockSessions(keys)).map((raw) => asRow('Session', raw));
  const isUnchanged = rows.every(({ sessionId, revision }) => revisions.get(sessionId) === revision);
  if (!isUnchanged || rows.length < revisions.size) return false;
  for (const delivery of deliveries) if (!(await isAsRead(tx, delivery))) return false;

  for (const delivery of deliveries) await cutDelivery(tx, delivery);
  await eraseSnapshotsOfSessions(
    tx,
    rows.map(({ key }) => key),
  );
  for (const { key } of rows) await unsettleSharers(tx, key);
  for (const { key } of rows) await deleteRows(tx, key);
  if (keepsRun) for (const [runId, gone] of byRun(rows)) await forgetInRun(tx, projectId, runId, gone);
  return true;
}

async function isAsRead(tx: WriteTransaction, { id, version }: PackedDelivery): Promise<boolean> {
  const row = await firstRow(tx, `SELECT body FROM delivery WHERE id = ? ${tx.forUpdate}`, [id]);
  return row !== undefined && versionOf(bytesOf(row.body)) === version;
}

async function cutDelivery(tx: WriteTransaction, { id, body, ordinals }: PackedDelivery): Promise<void> {
  if (body === null) {
    await tx.run('DELETE FROM delivery WHERE id = ?', [id]);
    return;
  }
  const row = await firstRow(tx, 'SELECT events FROM delivery WHERE id = ?', [id]);
  const events = row && withoutEvents(bytesOf(row.events), new Set(ordinals));
  if (events === undefined || events === null) throw new Error('A delivery lost all its events, but not its body.');
  await tx.run('UPDATE delivery SET content_encoding = ?, body = ?, events = ? WHERE id = ?', [
    body.contentEncoding,
    body.bytes,
    events,
    id,
  ]);
}

/** Sessions that share a trace were judged with each other's spans. */
async function unsettleSharers(tx: WriteTransaction, key: Uint8Array): Promise<void> {
  const sharing = await tx.rows(
    `SELECT DISTINCT shared.session_key FROM trace_session AS own
     JOIN trace_session AS shared ON shared.trace_id = own.trace_id AND shared.project_id = own.project_id
     WHERE own.session_key = ? AND shared.session_key <> own.session_key`,
    [key],
  );
  for (const { sessionKey } of sharing) await tx.run(`${UNSETTLE} WHERE key = ?`, [bytesOf(sessionKey)]);
}

/** Every table that has rows of a session, and how they name it. */
const SESSION_TABLES = [
  ['session_attribution', 'session_key'],
  ['session_record', 'session_key'],
  ['session_structure', 'session_key'],
  ['trace_session', 'session_key'],
  ['span', 'session_key'],
  ['span_facts', 'session_key'],
  ['event', 'session_key'],
  ['finding', 'session_key'],
  ['delivery', 'subject_key'],
  ['session', 'key'],
] as const;

async function deleteRows(tx: WriteTransaction, key: Uint8Array): Promise<void> {
  for (const [table, column] of SESSION_TABLES) await tx.run(`DELETE FROM ${table} WHERE ${column} = ?`, [key]);
}

/** Sessions by every run that any source named for them. */
function byRun(rows: readonly SessionRow[]): ReadonlyMap<string, readonly SessionRow[]> {
  const groups = new Map<string, SessionRow[]>();
  for (const row of rows) {
    for (const runId of new Set([row.runId, row.auditRunId, row.recordRunId, row.spanRunId])) {
      if (runId === null) continue;
      const group = groups.get(runId) ?? [];
      groups.set(runId, group);
      group.push(row);
    }
  }
  return groups;
}

/** The run does not announce them any more, so that nobody waits for them, and its other sessions are judged anew. */
async function forgetInRun(
  tx: WriteTransaction,
  projectId: number,
  runId: string,
  gone: readonly SessionRow[],
): Promise<void> {
  const run = await readRun(tx, projectId, runId);
  if (run === null) return;
  const goneIds = new Set(gone.map(({ sessionId }) => sessionId));
  const eventIds = run.eventIds.filter((id) => !goneIds.has(storedText(id)));
  const datapointIds = await datapointsLeft(tx, projectId, run, gone);
  await tx.run('UPDATE run SET event_ids = ?, datapoint_ids = ? WHERE project_id = ? AND run_id = ?', [
    JSON.stringify(eventIds),
    JSON.stringify(datapointIds),
    projectId,
    runId,
  ]);
  await dropWritesNaming(tx, subjectKeyOf(projectId, { kind: 'run', id: runId }), [...goneIds]);
  await unsettleRun(tx, projectId, runId);
}

/** Announced datapoints, without those whose last session is gone. */
async function datapointsLeft(
  tx: WriteTransaction,
  projectId: number,
  run: RunRecord,
  gone: readonly SessionRow[],
): Promise<readonly string[]> {
  const withoutSession = new Set<string>();
  for (const { datapointId } of gone) {
    if (datapointId === null) continue;
    const sql = 'SELECT 1 AS one FROM session WHERE project_id = ? AND run_id = ? AND datapoint_id = ?';
    const other = await firstRow(tx, `${sql} LIMIT 1`, [projectId, run.runId, datapointId]);
    if (other === undefined) withoutSession.add(datapointId);
  }
  return run.datapointIds.filter((id) => !withoutSession.has(storedText(id)));
}

/** Clients tell a run which sessions it had: of such writes only the fact is kept. */
async function dropWritesNaming(
  tx: WriteTransaction,
  subjectKey: Uint8Array,
  sessionIds: readonly string[],
): Promise<void> {
  const sql = 'SELECT id, body, content_encoding FROM delivery WHERE subject_key = ? AND body IS NOT NULL';
  for (const { id, body, contentEncoding } of await tx.rows(sql, [subjectKey])) {
    const kept = { bytes: bytesOf(body), contentType: '', contentEncoding: String(contentEncoding) };
    const text = bytesOf(unpackBody(kept).bytes).toString();
    if (!sessionIds.some((sessionId) => text.includes(sessionId))) continue;
    await tx.run('UPDATE delivery SET body = NULL WHERE id = ?', [id as bigint]);
  }
}

export async function eraseRun(tx: WriteTransaction, projectId: number, runId: string): Promise<boolean> {
  const session = 'SELECT 1 AS one FROM session WHERE project_id = ? AND run_id = ? LIMIT 1';
  if ((await firstRow(tx, session, [projectId, runId])) !== undefined) return false;
  await tx.run('DELETE FROM delivery WHERE subject_key = ?', [subjectKeyOf(projectId, { kind: 'run', id: runId })]);
  await tx.run('DELETE FROM run WHERE project_id = ? AND run_id = ?', [projectId, runId]);
  // After the run: whoever pins or shares it locks it first, and is done now or finds it gone.
  await tx.run('DELETE FROM pinned_baseline WHERE project_id = ? AND run_id = ?', [projectId, runId]);
  await eraseSnapshotsOfRun(tx, projectId, runId);
  return true;
}

/** Deliveries of spans go with their sessions: they always stored or repeated at least one. */
export async function eraseDeliveries(tx: WriteTransaction, before: Date, limit: number): Promise<number> {
  return tx.run(
    `DELETE FROM delivery WHERE id IN (
       SELECT id FROM delivery WHERE received_at < ? AND accepted + duplicated = 0 ORDER BY received_at LIMIT ?
     )`,
    [before.getTime(), limit],
  );
}
