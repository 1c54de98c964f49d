import 'server-only';
import { stringifyJson } from '../domain/json-text';
import type { RunRecord } from '../domain/records';
import { patchRun, type RunPatch, undeclaredRun } from '../domain/run';
import { asRow } from './database-rows';
import { toRun } from './rows';
import { cleanRunPatch } from './run-patch';
import { firstRow, placeholders, type SqlSession, type SqlValue } from './sql';
import type { WriteTransaction } from './write-engine';

/** @param lock what the engine puts after a SELECT that locks. */
export async function readRun(db: SqlSession, projectId: number, runId: string, lock = ''): Promise<RunRecord | null> {
  const sql = `SELECT * FROM run WHERE project_id = ? AND run_id = ? ${lock}`;
  const raw = await firstRow(db, sql, [projectId, runId]);
  return raw === undefined ? null : toRun(asRow('Run', raw));
}

/** The run after a client's create or update. */
export async function mergeRun(
  tx: WriteTransaction,
  projectId: number,
  runId: string,
  patch: RunPatch,
  now: Date,
): Promise<RunRecord> {
  const before = await ensureRun(tx, projectId, runId, now.getTime(), tx.forUpdate);
  const run = patchRun(before, cleanRunPatch(patch), now);
  await tx.run(UPDATE_RUN, [...RUN_COLUMNS.map(([, value]) => value(run)), projectId, runId]);
  return run;
}

/**
 * The run, or an undeclared one of that id.
 * @param receivedAt Unix milliseconds
 * @param lock what the engine puts after a SELECT that locks
 */
export async function ensureRun(
  tx: WriteTransaction,
  projectId: number,
  runId: string,
  receivedAt: number,
  lock = '',
): Promise<RunRecord> {
  const known = await readRun(tx, projectId, runId, lock);
  if (known !== null) return known;
  const run = undeclaredRun(runId, new Date(receivedAt));
  const made = await tx.run(INSERT_RUN, [projectId, ...RUN_COLUMNS.map(([, value]) => value(run))]);
  if (made === 1) return run;
  const others = await readRun(tx, projectId, runId, lock);
  if (others === null) throw new Error(`Run ${runId} was not kept.`);
  return others;
}

/** The verdicts of a run's sessions rest on something that changed. */
export async function unsettleRun(tx: WriteTransaction, projectId: number, runId: string): Promise<void> {
  await tx.run(`${UNSETTLE} WHERE project_id = ? AND run_id = ?`, [projectId, runId]);
}

/** Makes sessions due again. */
export const UNSETTLE = 'UPDATE session SET settled = FALSE, revision = revision + 1';

const RUN_COLUMNS: readonly (readonly [column: string, value: (run: RunRecord) => SqlValue])[] = [
  ['run_id', (run) => run.runId],
  ['name', (run) => run.name],
  ['description', (run) => run.description],
  ['status', (run) => run.status],
  ['dataset_id', (run) => run.datasetId],
  ['event_ids', (run) => JSON.stringify(run.eventIds)],
  ['datapoint_ids', (run) => JSON.stringify(run.datapointIds)],
  ['metadata', (run) => stringifyJson(run.metadata)],
  ['results', (run) => stringifyJson(run.results)],
  ['configuration', (run) => stringifyJson(run.configuration)],
  ['declared', (run) => run.declared],
  ['client_name', (run) => run.client?.name ?? null],
  ['client_version', (run) => run.client?.version ?? null],
  ['created_at', (run) => run.createdAt.getTime()],
  ['updated_at', (run) => run.updatedAt.getTime()],
];

const INSERT_RUN = `INSERT INTO run (project_id, ${RUN_COLUMNS.map(([column]) => column).join(', ')})
  VALUES (?, ${placeholders(RUN_COLUMNS.length)}) ON CONFLICT (project_id, run_id) DO NOTHING`;

const UPDATE_RUN = `UPDATE run SET ${RUN_COLUMNS.map(([column]) => `${column} = ?`).join(', ')}
  WHERE project_id = ? AND run_id = ?`;
