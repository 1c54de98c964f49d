import 'server-only';
import { AppError } from '../domain/errors';
import type { Project } from '../domain/records';
import type { AppContext } from './context';
import { quoteId } from './not-received';

/** @throws AppError `not-found` when nothing was ever received for the project. */
export async function findProject(ctx: AppContext, name: string): Promise<Project> {
  const project = await ctx.store.getProject(name);
  if (project !== null) return project;
  throw new AppError(
    'not-found',
    `The project ${quoteId(name)} is unknown: nothing was ever received for it. Check the spelling.`,
  );
}
