import 'server-only';
import type { ProjectDto, ProjectPatch } from '../contracts/projects';
import { AppError } from '../domain/errors';
import { ROUTING_TABLES } from '../routing/tables';
import type { AppContext } from './context';
import { findProject } from './find-project';
import { quoteId } from './not-received';
import { toProject } from './to-dto/project';

/**
 * Changes which table a project's ingestion uses, from the next span on, and which it is judged by, from now on for
 * everything it has.
 * @throws AppError `not-found`; `invalid-request` for the name of no table.
 */
export async function updateProject(ctx: AppContext, name: string, patch: ProjectPatch): Promise<ProjectDto> {
  const project = await findProject(ctx, name);
  for (const member of ['routing', 'contract'] as const) {
    const table = patch[member];
    if (table === undefined || ROUTING_TABLES.has(table)) continue;
    const known = [...ROUTING_TABLES.keys()].join(', ');
    throw new AppError(
      'invalid-request',
      `${member}: there is no routing table ${quoteId(table)}; use one of ${known}.`,
    );
  }
  const { routing = project.routing, contract = project.contract } = patch;
  return toProject((await ctx.store.updateProject(name, { routing, contract })) ?? project);
}
