import 'server-only';
import { AppError } from '../../domain/errors';
import type { DataPlaneService } from '../data-plane/call';
import { noSuchProject } from './project-card';

/**
 * `DELETE /v1/projects?name=…`. @throws AppError `not-found`; `conflict` while it has runs or sessions; `forbidden` with a
 * key, which would go with its project: the last one would leave the server open.
 */
export const deleteProject: DataPlaneService<'deleteProject'> = async (ctx, { query, keyProject }) => {
  if (keyProject !== null) throw new AppError('forbidden', 'A key deletes no project: it would go with its own.');
  if (!(await ctx.store.deleteProject(query.name))) throw noSuchProject(query.name);
  await ctx.store.purge();
  // The call itself is recorded under no project: this one is gone.
  return { project: null, body: { deleted: true }, subject: null };
};
