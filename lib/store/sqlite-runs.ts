import 'server-only';
import { stringifyJson } from '../domain/json-text';
import type { RunRecord } from '../domain/records';
import { patchRun, type RunPatch, undeclaredRun } from '../domain/run';
import { toRun } from './rows';
import { cleanRunPatch } from './run-patch';
import type { SqlConnection, SqlValue } from './sql-connection';
import { asRow } from './sqlite-rows';

export function readRun(database: SqlConnection, projectId: number, runId: string): RunRecord | null {
  const raw = database.first('SELECT * FROM Run WHERE projectId = ? AND runId = ?', [projectId, runId]);
  return raw === undefined ? null : toRun(asRow('Run', raw));
}

/** The run after a client's create or update. */
export function mergeRun(
  database: SqlConnection,
  projectId: number,
  runId: string,
  patch: RunPatch,
  now: Date,
): RunRecord {
  const before = readRun(database, projectId, runId) ?? undeclaredRun(runId, now);
  const run = patchRun(before, cleanRunPatch(patch), now);
  writeRun(database, projectId, run);
  return run;
}

const RUN_COLUMNS: readonly (readonly [column: string, value: (run: RunRecord) => SqlValue])[] = [
  ['runId', (run) => run.runId],
  ['name', (run) => run.name],
  ['description', (run) => run.description],
  ['status', (run) => run.status],
  ['datasetId', (run) => run.datasetId],
  ['eventIds', (run) => JSON.stringify(run.eventIds)],
  ['datapointIds', (run) => JSON.stringify(run.datapointIds)],
  ['metadata', (run) => stringifyJson(run.metadata)],
  ['results', (run) => stringifyJson(run.results)],
  ['configuration', (run) => stringifyJson(run.configuration)],
  ['declared', (run) => Number(run.declared)],
  ['clientName', (run) => run.client?.name ?? null],
  ['clientVersion', (run) => run.client?.version ?? null],
  ['createdAt', (run) => run.createdAt.getTime()],
  ['updatedAt', (run) => run.updatedAt.getTime()],
];

const UPSERT_RUN = `INSERT INTO Run (projectId, ${RUN_COLUMNS.map(([column]) => column).join(', ')})
  VALUES (?${', ?'.repeat(RUN_COLUMNS.length)})
  ON CONFLICT (projectId, runId) DO UPDATE SET
    ${RUN_COLUMNS.map(([column]) => `${column} = excluded.${column}`).join(', ')}`;

export function writeRun(database: SqlConnection, projectId: number, run: RunRecord): void {
  database.run(UPSERT_RUN, [projectId, ...RUN_COLUMNS.map(([, value]) => value(run))]);
}
