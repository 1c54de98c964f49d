import 'server-only';
import { Buffer } from 'node:buffer';
import type { NewSnapshot, Snapshot, SnapshotPatch } from '../domain/snapshot';
import { asRow } from './database-rows';
import { packBytes } from './packed-bytes';
import { toSnapshot } from './rows';
import { sessionKeyOf } from './session-key';
import { isEmptied, patchSnapshot, shownIsGone } from './snapshot-changes';
import { firstRow, type SqlValue } from './sql';
import { storedText } from './stored-text';
import type { WriteTransaction } from './write-engine';
import { readRun } from './write-runs';

/** A new snapshot as it crosses from the thread that made it to the one that writes. */
export interface PackedSnapshot extends Omit<NewSnapshot, 'contents' | 'sessionIds'> {
  readonly contents: Uint8Array;
  /** Bytes of the contents before. */
  readonly size: number;
  readonly sessionKeys: readonly Uint8Array[];
}

export function packSnapshot(projectId: number, snapshot: NewSnapshot): PackedSnapshot {
  const { contents, sessionIds, ...rest } = snapshot;
  const bytes = Buffer.from(contents);
  const sessions = new Set(sessionIds.map(storedText));
  return {
    ...rest,
    contents: packBytes(bytes),
    size: bytes.byteLength,
    sessionKeys: [...sessions].map((sessionId) => sessionKeyOf(projectId, sessionId)),
  };
}

const COLUMNS = `id, project_id, token_hash, title, base_run_id, run_id, created_at, expires_at, revoked_at, erased_at, views,
  last_viewed_at, size`;

export async function createSnapshot(
  tx: WriteTransaction,
  projectId: number,
  { tokenHash, contents, sessionKeys, ...packed }: PackedSnapshot,
): Promise<Snapshot> {
  const snapshot: Snapshot = {
    ...packed,
    projectId,
    title: storedText(packed.title),
    baseRunId: storedText(packed.baseRunId),
    runId: storedText(packed.runId),
    revokedAt: null,
    erasedAt: null,
    views: 0,
    lastViewedAt: null,
  };
  // Locked, so that nothing of it is erased before this is there to be erased with it.
  if ((await tx.lockSessions(sessionKeys)).length < sessionKeys.length) throw shownIsGone();
  for (const runId of new Set([snapshot.baseRunId, snapshot.runId])) {
    if ((await readRun(tx, projectId, runId, tx.forShare)) === null) throw shownIsGone();
  }
  await tx.insertRows(`INSERT INTO snapshot (${COLUMNS}, contents)`, [
    [
      snapshot.id,
      projectId,
      tokenHash,
      snapshot.title,
      snapshot.baseRunId,
      snapshot.runId,
      snapshot.createdAt.getTime(),
      timeOf(snapshot.expiresAt),
      null,
      null,
      0,
      null,
      snapshot.size,
      contents,
    ],
  ]);
  await tx.insertRows(
    'INSERT INTO snapshot_session (session_key, snapshot_id)',
    sessionKeys.map((key) => [key, snapshot.id]),
  );
  return snapshot;
}

export async function updateSnapshot(
  tx: WriteTransaction,
  projectId: number,
  id: string,
  patch: SnapshotPatch,
): Promise<Snapshot | null> {
  const sql = `SELECT ${COLUMNS} FROM snapshot WHERE id = ? AND project_id = ? ${tx.forUpdate}`;
  const raw = await firstRow(tx, sql, [id, projectId]);
  if (raw === undefined) return null;
  const before = toSnapshot(asRow('Snapshot', raw));
  if (isEmptied(before)) return before;
  const after = patchSnapshot(before, patch);
  await tx.run('UPDATE snapshot SET title = ?, expires_at = ?, revoked_at = ?, size = ? WHERE id = ?', [
    after.title,
    timeOf(after.expiresAt),
    timeOf(after.revokedAt),
    after.size,
    id,
  ]);
  if (patch.tokenHash !== undefined) await set(tx, id, 'token_hash', patch.tokenHash);
  if (after.revokedAt !== null) await set(tx, id, 'contents', null);
  return after;
}

async function set(
  tx: WriteTransaction,
  id: string,
  column: 'token_hash' | 'contents',
  value: SqlValue,
): Promise<void> {
  await tx.run(`UPDATE snapshot SET ${column} = ? WHERE id = ?`, [value, id]);
}

export async function countSnapshotView(tx: WriteTransaction, id: string, now: Date): Promise<void> {
  await tx.run('UPDATE snapshot SET views = views + 1, last_viewed_at = ? WHERE id = ?', [now.getTime(), id]);
}

/** Leaves of snapshots that show anything of these sessions only that they were. */
export async function eraseSnapshotsOfSessions(
  tx: WriteTransaction,
  sessionKeys: readonly Uint8Array[],
): Promise<void> {
  const ids = new Set<string>();
  for (const key of sessionKeys) {
    const rows = await tx.rows('SELECT snapshot_id FROM snapshot_session WHERE session_key = ?', [key]);
    for (const { snapshotId } of rows) ids.add(String(snapshotId));
  }
  await eraseSnapshots(tx, ids);
}

/** The same for snapshots that compare a run. */
export async function eraseSnapshotsOfRun(tx: WriteTransaction, projectId: number, runId: string): Promise<void> {
  const sql = 'SELECT id FROM snapshot WHERE project_id = ? AND (base_run_id = ? OR run_id = ?)';
  const rows = await tx.rows(sql, [projectId, runId, runId]);
  await eraseSnapshots(tx, new Set(rows.map(({ id }) => String(id))));
}

const ERASE = `UPDATE snapshot SET title = '', size = 0, contents = NULL, erased_at = coalesce(erased_at, ?) WHERE id = ?`;

/** In order, so that two transactions never wait for each other. */
async function eraseSnapshots(tx: WriteTransaction, ids: ReadonlySet<string>): Promise<void> {
  for (const id of [...ids].sort()) {
    await tx.run(ERASE, [Date.now(), id]);
    await tx.run('DELETE FROM snapshot_session WHERE snapshot_id = ?', [id]);
  }
}

function timeOf(date: Date | null): number | null {
  return date?.getTime() ?? null;
}
