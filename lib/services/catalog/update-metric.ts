import 'server-only';
import type { MetricMembers } from '../../contracts/data-plane/metrics';
import type { AppContext } from '../context';
import type { Caller, DataPlaneAnswer, DataPlaneService } from '../data-plane/call';
import { presentMembers } from '../data-plane/present-members';
import { findEntry, noSuchEntry } from './find-entry';
import { metricMembers } from './metric-members';
import { keepVersion } from './metric-versions';

/** `PUT /v1/metrics/{metric_id}`. */
export const updateMetric: DataPlaneService<'updateMetric'> = (ctx, call) =>
  update(ctx, call, call.path.metric_id, call.body);

/** `PUT /metrics`, which names the metric in its body: `id`, or in npm's client `metric_id`. */
export const legacyUpdateMetric: DataPlaneService<'legacyUpdateMetric'> = (ctx, call) => {
  const { id, metric_id, ...members } = call.body;
  return update(ctx, call, id ?? metric_id ?? '', members);
};

async function update(ctx: AppContext, caller: Caller, id: string, body: MetricMembers): Promise<DataPlaneAnswer> {
  const { project } = await findEntry(ctx, caller, 'metric', id, body.task);
  const now = ctx.now();
  const patch = presentMembers({ name: body.name, body: metricMembers(body) });
  const metric = await ctx.store.updateEntry(project.id, 'metric', id, patch, now);
  if (metric === null) throw noSuchEntry('metric', id);
  await keepVersion(ctx.store, project, metric, 'Updated', now);
  return { project, body: { updated: true }, subject: null };
}
