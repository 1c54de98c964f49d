import 'server-only';
import { metricContent } from '../../domain/catalog-metric';
import type { DataPlaneService } from '../data-plane/call';
import { deployContent } from './deploy-metric-version';
import { findEntry } from './find-entry';
import { metricMembers } from './metric-members';
import { newVersion, versionObject } from './metric-versions';

/** `POST /v1/metrics/{metric_id}/versions`. @throws AppError `not-found`; `conflict` when a version is the same. */
export const createMetricVersion: DataPlaneService<'createMetricVersion'> = async (ctx, call) => {
  const { project, entry: metric } = await findEntry(ctx, call, 'metric', call.path.metric_id);
  const { message, content: asked, deploy_immediately } = call.body;
  const now = ctx.now();
  const content = metricContent(asked.name, metricMembers(asked));
  const version = newVersion(metric.id, content, message);
  await ctx.store.createEntries(project.id, [version], now);
  const isLive = deploy_immediately === true;
  const after = isLive ? await deployContent(ctx, project, metric.id, content) : metric;
  return {
    project,
    body: { success: true, data: versionObject({ ...version, createdAt: now }, after) },
    subject: null,
  };
};
