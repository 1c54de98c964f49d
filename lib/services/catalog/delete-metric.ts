import 'server-only';
import type { AppContext } from '../context';
import type { Caller, DataPlaneAnswer, DataPlaneService } from '../data-plane/call';
import { deleteFound } from './delete-found';
import { versionsOf } from './metric-versions';

/** `DELETE /v1/metrics/{metric_id}`. */
export const deleteMetric: DataPlaneService<'deleteMetric'> = (ctx, call) => erase(ctx, call, call.path.metric_id);

/** `DELETE /metrics?metric_id=…`. */
export const legacyDeleteMetric: DataPlaneService<'legacyDeleteMetric'> = (ctx, call) =>
  erase(ctx, call, call.query.metric_id);

async function erase(ctx: AppContext, caller: Caller, id: string): Promise<DataPlaneAnswer> {
  const project = await deleteFound(ctx, caller, 'metric', id);
  const versions = await versionsOf(ctx.store, project, id);
  for (const version of versions) await ctx.store.deleteEntry(project.id, 'metric-version', version.id);
  return { project, body: { deleted: true }, subject: null };
}
