import 'server-only';
import { metricContent } from '../../domain/catalog-metric';
import type { DataPlaneService } from '../data-plane/call';
import { projectOfCall } from '../data-plane/project-of-call';
import { metricMembers } from './metric-members';
import { newVersion } from './metric-versions';
import { newEntryId } from './new-entry-id';

/** `POST /v1/metrics`. npm's client names the project in `task`. */
export const createMetric: DataPlaneService<'createMetric'> = async (ctx, call) => {
  const { name, task } = call.body;
  const project = await projectOfCall(ctx, call, task);
  const now = ctx.now();
  const members = metricMembers(call.body);
  const content = metricContent(name, members);
  const { name: _, ...definition } = content;
  const metric = { kind: 'metric', id: newEntryId(now), name, body: { ...members, ...definition } } as const;
  await ctx.store.createEntries(project.id, [metric, newVersion(metric.id, content, 'Created')], now);
  return { project, body: { inserted: true, metric_id: metric.id }, subject: null };
};
