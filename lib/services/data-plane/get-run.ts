import 'server-only';
import type { DataPlaneService } from './call';
import { findRun } from './find-run';
import { runObject } from './run-object';

/** `GET /v1/runs/{run_id}`. @throws AppError `not-found`. */
export const getRun: DataPlaneService<'getRun'> = async (ctx, call) => {
  const { project, run } = await findRun(ctx, call, call.path.run_id);
  return {
    project,
    body: { evaluation: await runObject(ctx, run, { project, isUnversioned: call.isUnversioned }) },
    subject: { kind: 'run', id: run.runId },
  };
};
