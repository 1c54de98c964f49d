import 'server-only';
import { AppError } from '../../domain/errors';
import type { JsonObject } from '../../domain/json';
import type { DataPlaneService } from '../data-plane/call';
import { presentMembers } from '../data-plane/present-members';
import { quoteId } from '../not-received';
import { describeProject, projectObject } from './project-card';

/** `POST /v1/projects`. @throws AppError `conflict` when there is one of that name; `forbidden` with a key, which is of one project. */
export const createProject: DataPlaneService<'createProject'> = async (ctx, { body, keyProject }) => {
  const { name, description, type } = body;
  if (keyProject !== null) throw new AppError('forbidden', 'A key belongs to one project and makes no others.');
  if ((await ctx.store.getProject(name)) !== null) {
    throw new AppError('conflict', `There is a project ${quoteId(name)} already.`);
  }
  const project = await ctx.store.ensureProject(name);
  const card = presentMembers({ description, type }) as JsonObject;
  if (Object.keys(card).length > 0) await describeProject(ctx.store, project, card, ctx.now());
  return { project, body: await projectObject(ctx.store, project), subject: null };
};
