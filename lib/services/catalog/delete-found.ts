import 'server-only';
import type { CatalogKind } from '../../domain/catalog';
import type { Project } from '../../domain/records';
import type { AppContext } from '../context';
import type { Caller } from '../data-plane/call';
import { findEntry, noSuchEntry } from './find-entry';

/** Deletes an entry by its id alone. @returns the project it was in. @throws AppError `not-found`. */
export async function deleteFound(ctx: AppContext, caller: Caller, kind: CatalogKind, id: string): Promise<Project> {
  const { project } = await findEntry(ctx, caller, kind, id);
  if (!(await ctx.store.deleteEntry(project.id, kind, id))) throw noSuchEntry(kind, id);
  return project;
}
