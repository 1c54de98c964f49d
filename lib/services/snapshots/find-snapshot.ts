import 'server-only';
import { AppError } from '../../domain/errors';
import type { Project } from '../../domain/records';
import type { Snapshot } from '../../domain/snapshot';
import type { AppContext } from '../context';
import { quoteId } from '../not-received';

/** @throws AppError `not-found` */
export async function findSnapshot(ctx: AppContext, project: Project, id: string): Promise<Snapshot> {
  const snapshot = await ctx.store.getSnapshot(project.id, id);
  if (snapshot === null) throw noSnapshot(project, id);
  return snapshot;
}

export function noSnapshot(project: Project, id: string): AppError {
  return new AppError('not-found', `The project ${quoteId(project.name)} has no snapshot ${quoteId(id)}.`);
}
