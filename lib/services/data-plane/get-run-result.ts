import 'server-only';
import type { JsonObject } from '../../domain/json';
import type { DataPlaneService } from './call';
import { findRun } from './find-run';
import { onAuditThread } from './on-audit-thread';
import { readRunResult } from './read-run-result';
import { runObject } from './run-object';

/** `GET /v1/runs/{run_id}/summary` and `/result`. @throws AppError `not-found`. */
export const getRunResult: DataPlaneService<'getRunResult'> = onAuditThread('getRunResult', async (ctx, call) => {
  const { project, run } = await findRun(ctx, call, call.path.run_id);
  const { aggregate_function, filters } = call.query;
  const result = await readRunResult(ctx, project, run, aggregate_function, filters);
  const told = { project, isUnversioned: call.isUnversioned, metrics: result.aggregatesByName() };
  const body = { ...(result.build() as unknown as JsonObject), run_object: await runObject(ctx, run, told) };
  return { project, body, subject: { kind: 'run', id: run.runId } };
});
