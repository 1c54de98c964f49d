import 'server-only';
import type { AppContext } from '../context';
import type { Caller, DataPlaneAnswer, DataPlaneService } from '../data-plane/call';
import { deleteFound } from './delete-found';

/** `DELETE /v1/datasets/{dataset_id}`. Its datapoints stay. */
export const deleteDataset: DataPlaneService<'deleteDataset'> = (ctx, call) => erase(ctx, call, call.path.dataset_id);

/** `DELETE /datasets?dataset_id=…`. */
export const legacyDeleteDataset: DataPlaneService<'legacyDeleteDataset'> = (ctx, call) =>
  erase(ctx, call, call.query.dataset_id);

async function erase(ctx: AppContext, caller: Caller, id: string): Promise<DataPlaneAnswer> {
  const project = await deleteFound(ctx, caller, 'dataset', id);
  return { project, body: { result: { id } }, subject: null };
}
