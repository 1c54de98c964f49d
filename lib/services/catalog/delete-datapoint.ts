import 'server-only';
import type { DataPlaneService } from '../data-plane/call';
import { deleteFound } from './delete-found';

/** `DELETE /v1/datapoints/{datapoint_id}`. Datasets lose it. */
export const deleteDatapoint: DataPlaneService<'deleteDatapoint'> = async (ctx, call) => {
  const project = await deleteFound(ctx, call, 'datapoint', call.path.datapoint_id);
  return { project, body: { deleted: true }, subject: null };
};
