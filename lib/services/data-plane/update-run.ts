import 'server-only';
import type { UpdateRunBody } from '../../contracts/data-plane';
import type { AppContext } from '../context';
import { knownId, projectOfRequest } from '../project-of-request';
import type { DataPlaneAnswer, DataPlaneCall } from './call';
import { runObject } from './run-object';
import { runPatchOf } from './run-patch';

/** `PUT /v1/runs/{run_id}`: `metadata`, `results` and `configuration` are merged, the rest is replaced. */
export async function updateRun(
  ctx: AppContext,
  runId: string,
  { body, namedProject }: DataPlaneCall<UpdateRunBody>,
): Promise<DataPlaneAnswer> {
  const project = await projectOfRequest(ctx, {
    named: namedProject ?? body.project ?? null,
    known: knownId('run', runId),
  });
  const run = await ctx.store.putRun(project.id, runId, runPatchOf(body), ctx.now());
  return { project, body: { evaluation: runObject(run, project) }, subject: { kind: 'run', id: runId } };
}
