import 'server-only';
import type { DataPlaneService } from '../data-plane/call';
import { projectOfCall } from '../data-plane/project-of-call';
import { datasetMembers } from './dataset-members';
import { newEntryId } from './new-entry-id';

/** `POST /v1/datasets`. Ids of datapoints that nobody knows are kept, as upstream. */
export const createDataset: DataPlaneService<'createDataset'> = async (ctx, call) => {
  const { name = 'Untitled Dataset', datapoints = [], project: named, ...body } = call.body;
  const project = await projectOfCall(ctx, call, named);
  const now = ctx.now();
  const id = newEntryId(now);
  const entry = { kind: 'dataset', id, name, body: datasetMembers(body) } as const;
  await ctx.store.createEntries(project.id, [entry], now, { datasetId: id, datapointIds: datapoints });
  return { project, body: { inserted: true, result: { insertedId: id } }, subject: null };
};
