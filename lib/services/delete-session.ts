import 'server-only';
import type { AppContext } from './context';
import { eraseSessions } from './erase-sessions';
import { findProject } from './find-project';
import { notInProject } from './not-received';

/**
 * Removes a session with everything that was received for it.
 * @throws AppError `not-found`, or `conflict` while a client still sends for it.
 */
export async function deleteSession(ctx: AppContext, projectName: string, sessionId: string): Promise<void> {
  const project = await findProject(ctx, projectName);
  const erased = await eraseSessions(ctx, project, [sessionId], true);
  if (erased === 0) throw await notInProject(ctx, project, 'session', sessionId);
  await ctx.store.purge();
  ctx.log.info({ project: project.name, sessionId }, 'a session was deleted');
}
