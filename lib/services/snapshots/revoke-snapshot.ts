import 'server-only';
import type { AppContext } from '../context';
import { findProject } from '../find-project';
import { findSnapshot } from './find-snapshot';

/** Ends a link for good, from this moment on; again is no error. @throws AppError `not-found` */
export async function revokeSnapshot(ctx: AppContext, projectName: string, id: string): Promise<void> {
  const project = await findProject(ctx, projectName);
  const { revokedAt } = await findSnapshot(ctx, project, id);
  if (revokedAt !== null) return;
  await ctx.store.updateSnapshot(project.id, id, { revokedAt: ctx.now() });
  ctx.log.info({ project: project.name, snapshot: id }, 'a shared link was revoked');
}
