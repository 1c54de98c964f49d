import 'server-only';
import { AppError } from '../../domain/errors';
import type { AppContext } from '../context';
import { findProject } from '../find-project';
import { quoteId } from '../not-received';

/** Ends a key for good, from this moment on; again is no error. @throws AppError `not-found` */
export async function revokeKey(ctx: AppContext, projectName: string, id: string): Promise<void> {
  const project = await findProject(ctx, projectName);
  const isRevoked = await ctx.store.revokeKey(project.id, id, ctx.now());
  ctx.keys.invalidate();
  if (isRevoked) {
    ctx.log.info({ project: project.name, key: id }, 'a key was revoked');
    return;
  }
  const keys = await ctx.store.listKeys();
  if (keys.some((key) => key.id === id && key.projectId === project.id)) return;
  throw new AppError('not-found', `The project ${quoteId(project.name)} has no key ${quoteId(id)}.`);
}
