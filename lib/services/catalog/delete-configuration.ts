import 'server-only';
import type { DataPlaneService } from '../data-plane/call';
import { deleteFound } from './delete-found';

/** `DELETE /v1/configurations/{configId}`. @throws AppError `not-found`. */
export const deleteConfiguration: DataPlaneService<'deleteConfiguration'> = async (ctx, call) => {
  const project = await deleteFound(ctx, call, 'configuration', call.path.configId);
  return { project, body: { acknowledged: true, deletedCount: 1 }, subject: null };
};
