import 'server-only';
import type { ProjectList } from '../contracts/projects';
import type { AppContext } from './context';
import { toProject } from './to-dto/project';

export async function listProjects(ctx: AppContext): Promise<ProjectList> {
  const projects = await ctx.store.listProjects();
  return { projects: projects.map(toProject) };
}
