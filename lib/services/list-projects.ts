import 'server-only';
import type { ProjectList } from '../contracts/projects';
import type { AppContext } from './context';
import { toProject } from './to-dto/project';

/**
 * Every project; with keys that of the key alone.
 * @param token what the request brought; null when it brought nothing
 * @throws AppError `unauthenticated`
 */
export async function listProjects(ctx: AppContext, token: string | null): Promise<ProjectList> {
  const key = await ctx.keys.identify(token);
  const projects = await ctx.store.listProjects();
  return { projects: projects.filter(({ name }) => key === null || name === key.project).map(toProject) };
}
