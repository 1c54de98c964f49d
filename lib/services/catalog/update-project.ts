import 'server-only';
import { AppError } from '../../domain/errors';
import type { JsonObject } from '../../domain/json';
import type { DataPlaneService } from '../data-plane/call';
import { presentMembers } from '../data-plane/present-members';
import { describeProject, projectNamed, projectObject } from './project-card';

/** `PUT /v1/projects`. @throws AppError `not-found`; `not-served` for another name. */
export const updateProject: DataPlaneService<'updateProject'> = async (ctx, call) => {
  const { project_id, name, new_name, description, type } = call.body;
  const project = await projectNamed(ctx.store, call, project_id ?? name ?? '');
  if ((new_name ?? name ?? project.name) !== project.name) throw noRenaming();
  await describeProject(ctx.store, project, presentMembers({ description, type }) as JsonObject, ctx.now());
  return { project, body: await projectObject(ctx.store, project), subject: null };
};

function noRenaming(): AppError {
  const reason = 'its events, links and reports carry its name';
  return new AppError('not-served', `This server renames no project: ${reason}. Only description and type change.`);
}
