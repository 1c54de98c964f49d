import 'server-only';
import type { DataPlaneService } from '../data-plane/call';
import { findEntry } from './find-entry';
import { versionObject, versionsOf } from './metric-versions';

/** `GET /v1/metrics/{metric_id}/versions`. @throws AppError `not-found`. */
export const listMetricVersions: DataPlaneService<'listMetricVersions'> = async (ctx, call) => {
  const { project, entry: metric } = await findEntry(ctx, call, 'metric', call.path.metric_id);
  const versions = await versionsOf(ctx.store, project, metric.id);
  const data = versions.map((version) => versionObject(version, metric));
  return { project, body: { success: true, data }, subject: null };
};
