import 'server-only';
import type { Project } from '../../domain/records';
import type { Store } from '../../store/store';
import type { DataPlaneService } from '../data-plane/call';
import { readDatapoint } from './datapoint-patch';
import { findEntry, noSuchEntry } from './find-entry';
import { requireDatasets } from './require-datasets';

/** `PUT /v1/datapoints/{datapoint_id}`: what is sent replaces what is kept, `linked_datasets` the datasets it is in. */
export const updateDatapoint: DataPlaneService<'updateDatapoint'> = async (ctx, call) => {
  const { linked_datasets: datasets } = call.body;
  const { project, entry } = await findEntry(ctx, call, 'datapoint', call.path.datapoint_id);
  if (datasets !== undefined) await requireDatasets(ctx.store, project, datasets);
  const { members, warnings } = readDatapoint(call.body);
  const kept = await ctx.store.updateEntry(project.id, 'datapoint', entry.id, { body: members }, ctx.now());
  if (kept === null) throw noSuchEntry('datapoint', entry.id);
  if (datasets !== undefined) await putIn(ctx.store, project, entry.id, datasets);
  return { project, body: { updated: true, result: { modifiedCount: 1 } }, subject: null, warnings };
};

/** Leaves the datapoint in these datasets only, at its place in those where it was. */
async function putIn(store: Store, project: Project, id: string, datasets: readonly string[]): Promise<void> {
  const before = (await store.datasetsOf(project.id, [id])).get(id) ?? [];
  for (const dataset of before) if (!datasets.includes(dataset)) await store.removeMember(project.id, dataset, id);
  for (const dataset of datasets) await store.addMembers(project.id, dataset, [id]);
}
