import 'server-only';
import type { BaselineScope, PinnedBaseline } from '../domain/baseline';
import { cleanScope } from './pinned-baselines';
import { placeholders, type SqlSession } from './sql';

export async function readPinnedBaselines(db: SqlSession, projectId: number): Promise<readonly PinnedBaseline[]> {
  const sql = 'SELECT kind, value, run_id, pinned_at FROM pinned_baseline WHERE project_id = ? ORDER BY kind, value';
  return (await db.rows(sql, [projectId])).map(({ kind, value, runId, pinnedAt }) => ({
    scope: { kind: kind === 'dataset' ? 'dataset' : 'name', value: String(value) },
    runId: String(runId),
    pinnedAt: new Date(Number(pinnedAt)),
  }));
}

/** The first page of runs is small: usually one of them passes. */
const FIRST_PAGE = 8;
const PAGE_MAX = 512;

/** Runs by what {@link baselineScopeOf} says. */
const IN_SCOPE: Readonly<Record<BaselineScope['kind'], string>> = {
  dataset: 'dataset_id = ?',
  name: 'name = ? AND dataset_id IS NULL',
};

/**
 * Narrows the runs of a scope down, page by page: spans and missing keys are summed in an index, and only of what is left
 * the sessions are read. One statement could do it all, but not on a cluster.
 */
export async function readLatestPassingRun(
  db: SqlSession,
  projectId: number,
  scope: BaselineScope,
  before: Date,
): Promise<string | null> {
  const { kind, value } = cleanScope(scope);
  const sql = `SELECT run_id, created_at FROM run
    WHERE project_id = ? AND ${IN_SCOPE[kind]} AND created_at <= ? AND (created_at < ? OR run_id < ?)
    ORDER BY created_at DESC, run_id DESC LIMIT ?`;
  let last = { at: before.getTime(), runId: '' };
  for (let size = FIRST_PAGE; ; size = Math.min(4 * size, PAGE_MAX)) {
    const rows = await db.rows(sql, [projectId, value, last.at, last.at, last.runId, size]);
    const runIds = rows.map(({ runId }) => String(runId));
    const complete = await completeRuns(db, projectId, runIds);
    const faulty = await faultyRuns(db, projectId, complete);
    const passing = runIds.find((runId) => complete.includes(runId) && !faulty.has(runId));
    if (passing !== undefined) return passing;
    const end = rows.at(-1);
    if (end === undefined || rows.length < size) return null;
    last = { at: Number(end.createdAt), runId: String(end.runId) };
  }
}

/** Runs that have spans and miss nothing. */
async function completeRuns(db: SqlSession, projectId: number, runIds: readonly string[]): Promise<readonly string[]> {
  if (runIds.length === 0) return [];
  const rows = await db.rows(
    `SELECT run_id FROM session WHERE project_id = ? AND run_id IN (${placeholders(runIds.length)})
     GROUP BY run_id HAVING sum(span_count) > 0 AND sum(missing_count) = 0`,
    [projectId, ...runIds],
  );
  return rows.map(({ runId }) => String(runId));
}

/** Runs with a session that is not settled, lost a sent key, or has a span in a bad state. */
async function faultyRuns(db: SqlSession, projectId: number, runIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (runIds.length === 0) return new Set();
  const rows = await db.rows(
    `SELECT DISTINCT run_id FROM session
     WHERE project_id = ? AND run_id IN (${placeholders(runIds.length)}) AND (
       settled = FALSE OR lost > 0 OR (problem_count > 0 AND EXISTS (
         SELECT 1 FROM session_attribution AS counts WHERE counts.session_key = session.key
           AND counts.missing + counts.conflicting + counts.malformed + counts.unattributable > 0
       ))
     )`,
    [projectId, ...runIds],
  );
  return new Set(rows.map(({ runId }) => String(runId)));
}
