import 'server-only';
import type { CatalogEntry } from '../../domain/catalog';
import { AppError } from '../../domain/errors';
import { isJsonObject, type JsonObject } from '../../domain/json';
import type { Project } from '../../domain/records';
import type { AppContext } from '../context';
import type { DataPlaneService } from '../data-plane/call';
import { quoteId } from '../not-received';
import { findEntry, noSuchEntry } from './find-entry';
import { isCalled, versionObject, versionsOf } from './metric-versions';

/** `POST /v1/metrics/{metric_id}/versions/{version_name}/deploy`. @throws AppError `not-found`. */
export const deployMetricVersion: DataPlaneService<'deployMetricVersion'> = async (ctx, call) => {
  const { metric_id, version_name } = call.path;
  const { project, entry: metric } = await findEntry(ctx, call, 'metric', metric_id);
  const versions = await versionsOf(ctx.store, project, metric.id);
  const version = versions.find((each) => isCalled(each, version_name));
  const content = version?.body.content;
  if (version === undefined || !isJsonObject(content)) throw noSuchVersion(metric_id, version_name);
  const deployed = await deployContent(ctx, project, metric.id, content);
  return { project, body: { success: true, data: versionObject(version, deployed) }, subject: null };
};

/** Makes this the whole definition of a metric. */
export async function deployContent(
  ctx: AppContext,
  project: Project,
  metricId: string,
  { name = null, ...body }: JsonObject,
): Promise<CatalogEntry> {
  const patch = { ...(typeof name === 'string' ? { name } : {}), body };
  const metric = await ctx.store.updateEntry(project.id, 'metric', metricId, patch, ctx.now());
  if (metric === null) throw noSuchEntry('metric', metricId);
  return metric;
}

function noSuchVersion(metricId: string, name: string): AppError {
  return new AppError('not-found', `The metric ${quoteId(metricId)} has no version ${quoteId(name)}.`);
}
