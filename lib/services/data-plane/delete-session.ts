import 'server-only';
import { deleteSession as eraseSession } from '../delete-session';
import { neverReceived } from '../not-received';
import type { DataPlaneService } from './call';
import { knownProject } from './project-of-call';

/**
 * `DELETE /v1/sessions/{session_id}`: the session goes with everything that was received for it.
 * @throws AppError `not-found`, or `conflict` while a client still sends for it
 */
export const deleteSession: DataPlaneService<'deleteSession'> = async (ctx, call) => {
  const sessionId = call.path.session_id;
  const project = await knownProject(ctx, call, 'session', sessionId);
  const session = project === null ? null : await ctx.store.getSession(project.id, sessionId);
  if (project === null || session === null) throw neverReceived('session', sessionId);
  await eraseSession(ctx, project.name, sessionId);
  return { project, body: { success: true, deleted: sessionId }, subject: null };
};
