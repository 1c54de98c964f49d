import 'server-only';
import { EMPTY_DATAPOINT } from '../../domain/catalog-datapoint';
import type { Project } from '../../domain/records';
import type { AppContext } from '../context';
import type { DataPlaneService } from '../data-plane/call';
import { knownId, projectOfCall } from '../data-plane/project-of-call';
import { readDatapoint } from './datapoint-patch';
import { findEntry } from './find-entry';
import { newDatapoint } from './new-datapoint';
import { requireDatasets } from './require-datasets';

type CreateDatapoint = DataPlaneService<'createDatapoint'>;

/** `POST /v1/datapoints`. */
export const createDatapoint: CreateDatapoint = async (ctx, call) => {
  const { linked_datasets: datasets = [] } = call.body;
  const project = await projectOf(ctx, call, datasets);
  await requireDatasets(ctx.store, project, datasets);
  const { members, warnings } = readDatapoint(call.body);
  const now = ctx.now();
  const entry = newDatapoint({ ...EMPTY_DATAPOINT, ...members }, now);
  const [first, ...others] = datasets;
  const membership = first === undefined ? undefined : { datasetId: first, datapointIds: [entry.id] };
  await ctx.store.createEntries(project.id, [entry], now, membership);
  for (const dataset of others) await ctx.store.addMembers(project.id, dataset, [entry.id]);
  const result = { insertedId: entry.id, insertedIds: [entry.id] };
  return { project, body: { inserted: true, result }, subject: null, warnings };
};

/** Datapoints live with their datasets; one without any where the event is that it was made of. */
async function projectOf(
  ctx: AppContext,
  call: Parameters<CreateDatapoint>[1],
  [dataset]: readonly string[],
): Promise<Project> {
  const { project: named, linked_event } = call.body;
  if (dataset === undefined) return projectOfCall(ctx, call, named, knownId('event', linked_event));
  return (await findEntry(ctx, call, 'dataset', dataset, named)).project;
}
