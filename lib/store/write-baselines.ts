import 'server-only';
import type { BaselineScope, PinnedBaseline } from '../domain/baseline';
import { cleanBaseline, cleanScope, runIsGone } from './pinned-baselines';
import type { WriteTransaction } from './write-engine';
import { readRun } from './write-runs';

const PIN = `INSERT INTO pinned_baseline (project_id, kind, value, run_id, pinned_at) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (project_id, kind, value) DO UPDATE SET run_id = excluded.run_id, pinned_at = excluded.pinned_at`;

export async function pinBaseline(tx: WriteTransaction, projectId: number, asked: PinnedBaseline): Promise<void> {
  const { scope, runId, pinnedAt } = cleanBaseline(asked);
  // Locked, so that the run is not erased before this is there to be erased with it.
  if ((await readRun(tx, projectId, runId, tx.forShare)) === null) throw runIsGone();
  await tx.run(PIN, [projectId, scope.kind, scope.value, runId, pinnedAt.getTime()]);
}

export async function unpinBaseline(tx: WriteTransaction, projectId: number, asked: BaselineScope): Promise<boolean> {
  const { kind, value } = cleanScope(asked);
  const sql = 'DELETE FROM pinned_baseline WHERE project_id = ? AND kind = ? AND value = ?';
  return (await tx.run(sql, [projectId, kind, value])) > 0;
}
