import 'server-only';
import { randomUUID } from 'node:crypto';
import type { RunPatch } from '../../domain/run';
import type { RunRollup } from '../../store/store';
import type { DataPlaneService } from './call';
import { knownId, projectOfCall } from './project-of-call';
import { runObject } from './run-object';
import { runPatchOf } from './run-patch';

/** `POST /v1/runs`. The client's `run_id` is kept. */
export const createRun: DataPlaneService<'createRun'> = async (ctx, call) => {
  const { body, client } = call;
  const runId = body.run_id || randomUUID();
  const project = await projectOfCall(ctx, call, body.project, knownId('run', body.run_id));
  const known = await ctx.store.getRun(project.id, runId);
  const patch = announce(runPatchOf(body), known);
  const run = await ctx.store.putRun(project.id, runId, { ...patch, client }, ctx.now());
  return {
    project,
    body: { evaluation: await runObject(ctx, run, { project, isUnversioned: call.isUnversioned }), run_id: runId },
    subject: { kind: 'run', id: runId },
  };
};

/**
 * Clients announce a run as `pending` and without sessions. Where more is known already (spans were faster, or the
 * request is repeated), saying so again takes nothing back.
 */
function announce(patch: RunPatch, known: RunRollup | null): RunPatch {
  if (known === null) return patch;
  const { status, eventIds, ...rest } = patch;
  return {
    ...rest,
    ...(status === undefined || status === 'pending' ? {} : { status }),
    ...(eventIds === undefined || eventIds.length === 0 ? {} : { eventIds }),
  };
}
