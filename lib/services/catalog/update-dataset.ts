import 'server-only';
import type { UpdateDatasetBody } from '../../contracts/data-plane/datasets';
import type { AppContext } from '../context';
import type { DataPlaneAnswer, DataPlaneCall, DataPlaneService } from '../data-plane/call';
import { presentMembers } from '../data-plane/present-members';
import { datasetMembers } from './dataset-members';
import { datasetObject } from './dataset-object';
import { findEntry, noSuchEntry } from './find-entry';

/** `PUT /v1/datasets/{dataset_id}`. */
export const updateDataset: DataPlaneService<'updateDataset'> = (ctx, call) =>
  update(ctx, call, call.path.dataset_id, call.body);

/** `PUT /datasets`, which names the dataset in its body. */
export const legacyUpdateDataset: DataPlaneService<'legacyUpdateDataset'> = (ctx, call) =>
  update(ctx, call, call.body.dataset_id, call.body);

async function update(
  ctx: AppContext,
  call: Pick<DataPlaneCall, 'keyProject' | 'namedProject' | 'client' | 'isUnversioned'>,
  id: string,
  body: UpdateDatasetBody,
): Promise<DataPlaneAnswer> {
  const { project } = await findEntry(ctx, call, 'dataset', id, body.project);
  const patch = presentMembers({ name: body.name, body: datasetMembers(body) });
  const entry = await ctx.store.updateEntry(project.id, 'dataset', id, patch, ctx.now());
  if (entry === null) throw noSuchEntry('dataset', id);
  if (body.datapoints !== undefined) await ctx.store.setMembers(project.id, id, body.datapoints);
  const members = await ctx.store.membersOf(project.id, [id]);
  const result = datasetObject(entry, project, members.get(id) ?? [], call.isUnversioned);
  return { project, body: { result }, subject: null };
}
