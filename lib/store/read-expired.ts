import 'server-only';
import { asRow } from './database-rows';
import { toProject } from './rows';
import { firstRow, type SqlSession } from './sql';
import type { DueSession, ExpiredRuns } from './store';

export async function readExpiredRuns(
  db: SqlSession,
  projectId: number,
  { keepNewest, quietSince, limit }: ExpiredRuns,
): Promise<readonly string[]> {
  const since = quietSince.getTime();
  const rows = await db.rows(
    `SELECT run.run_id FROM run
     WHERE run.project_id = ? AND run.updated_at < ?
       AND run.run_id NOT IN (
         SELECT newest.run_id FROM run AS newest WHERE newest.project_id = ?
         ORDER BY newest.created_at DESC, newest.run_id DESC LIMIT ?
       )
       AND NOT EXISTS (
         SELECT 1 FROM session
         WHERE session.project_id = run.project_id AND session.run_id = run.run_id AND session.last_received_at >= ?
       )
     ORDER BY run.created_at, run.run_id LIMIT ?`,
    [projectId, since, projectId, keepNewest, since, limit],
  );
  return rows.map(({ runId }) => String(runId));
}

export async function readExpiredSessions(
  db: SqlSession,
  quietSince: Date,
  limit: number,
): Promise<readonly DueSession[]> {
  const rows = await db.rows(
    `SELECT project_id, session_id FROM session
     WHERE settled IN (FALSE, TRUE) AND last_received_at < ? AND run_id IS NULL
     ORDER BY last_received_at, created_micros LIMIT ?`,
    [quietSince.getTime(), limit],
  );
  const expired: DueSession[] = [];
  for (const { projectId, sessionId } of rows) {
    const project = await firstRow(db, 'SELECT * FROM project WHERE id = ?', [Number(projectId)]);
    if (project === undefined) throw new Error('A session has no project.');
    expired.push({ project: toProject(asRow('Project', project)), sessionId: String(sessionId) });
  }
  return expired;
}
