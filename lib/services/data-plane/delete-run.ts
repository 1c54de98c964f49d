import 'server-only';
import { deleteRun as eraseRun } from '../delete-run';
import type { DataPlaneService } from './call';
import { findRun } from './find-run';

/**
 * `DELETE /v1/runs/{run_id}`. A run that takes longer than one request is not gone yet: asked again, it goes on.
 * @throws AppError `not-found`, or `conflict` while a client still sends for it.
 */
export const deleteRun: DataPlaneService<'deleteRun'> = async (ctx, call) => {
  const { project, run } = await findRun(ctx, call, call.path.run_id);
  const left = await eraseRun(ctx, project.name, run.runId);
  return { project, body: { id: run.runId, deleted: left === null }, subject: null };
};
