import 'server-only';
import type { DataPlaneService } from './call';
import { knownId, projectOfCall } from './project-of-call';
import { runObject } from './run-object';
import { runPatchOf } from './run-patch';

/** `PUT /v1/runs/{run_id}`: `metadata`, `results` and `configuration` are merged, the rest is replaced. */
export const updateRun: DataPlaneService<'updateRun'> = async (ctx, call) => {
  const { body } = call;
  const runId = call.path.run_id;
  const project = await projectOfCall(ctx, call, body.project, knownId('run', runId));
  const run = await ctx.store.putRun(project.id, runId, runPatchOf(body), ctx.now());
  return {
    project,
    body: { evaluation: await runObject(ctx, run, { project, isUnversioned: call.isUnversioned }) },
    subject: { kind: 'run', id: runId },
  };
};
