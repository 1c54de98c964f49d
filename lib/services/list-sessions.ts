import 'server-only';
import type { SessionList, SessionListQuery } from '../contracts/sessions';
import type { AppContext } from './context';
import { findProject } from './find-project';
import { toDatapoint } from './to-dto/datapoint';

/** One page of the sessions outside every run. @throws AppError `not-found`, `invalid-request` for a bad cursor. */
export async function listSessions(
  ctx: AppContext,
  projectName: string,
  query: SessionListQuery,
): Promise<SessionList> {
  const project = await findProject(ctx, projectName);
  const page = await ctx.store.listSessions(project.id, { ...query, runId: null });
  return { sessions: page.items.map(toDatapoint), nextCursor: page.nextCursor };
}
