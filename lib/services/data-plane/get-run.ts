import 'server-only';
import type { JsonObject } from '../../domain/json';
import type { AppContext } from '../context';
import { findRun } from './find-run';
import { runObject } from './run-object';

/** `GET /v1/runs/{run_id}`. @throws AppError `not-found`. */
export async function getRun(ctx: AppContext, runId: string): Promise<JsonObject> {
  const { project, run } = await findRun(ctx, runId);
  return { evaluation: runObject(run, project) };
}
