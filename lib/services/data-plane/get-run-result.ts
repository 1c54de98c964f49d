import 'server-only';
import type { JsonObject } from '../../domain/json';
import { type Aggregate, createRunResult } from '../../domain/run-result';
import type { AppContext } from '../context';
import { findRun } from './find-run';
import { runObject } from './run-object';

/** `GET /v1/runs/{run_id}/result`. @throws AppError `not-found`. */
export async function getRunResult(ctx: AppContext, runId: string, aggregate: Aggregate): Promise<JsonObject> {
  const { project, run } = await findRun(ctx, runId);
  const result = createRunResult(run, aggregate);
  for await (const event of ctx.store.events(project.id, { runId })) result.add(event);
  return { ...result.build(), run_object: runObject(run, project) };
}
