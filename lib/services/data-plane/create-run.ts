import 'server-only';
import { randomUUID } from 'node:crypto';
import type { CreateRunBody } from '../../contracts/data-plane';
import type { RunPatch } from '../../domain/run';
import type { RunRollup } from '../../store/store';
import type { AppContext } from '../context';
import { knownId, projectOfRequest } from '../project-of-request';
import type { DataPlaneAnswer, DataPlaneCall } from './call';
import { runObject } from './run-object';
import { runPatchOf } from './run-patch';

/** `POST /v1/runs`. The client's `run_id` is kept. */
export async function createRun(
  ctx: AppContext,
  { body, namedProject, client }: DataPlaneCall<CreateRunBody>,
): Promise<DataPlaneAnswer> {
  const runId = body.run_id || randomUUID();
  const project = await projectOfRequest(ctx, {
    named: namedProject ?? body.project ?? null,
    known: knownId('run', body.run_id),
  });
  const known = await ctx.store.getRun(project.id, runId);
  const patch = announce(runPatchOf(body), known);
  const run = await ctx.store.putRun(project.id, runId, { ...patch, client }, ctx.now());
  return {
    project,
    body: { evaluation: runObject(run, project), run_id: runId },
    subject: { kind: 'run', id: runId },
  };
}

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
