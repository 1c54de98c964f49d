import 'server-only';
import type { CatalogEntry, CatalogKind } from '../../domain/catalog';
import { AppError } from '../../domain/errors';
import type { Project } from '../../domain/records';
import type { AppContext } from '../context';
import type { Caller } from '../data-plane/call';
import { DEFAULT_PROJECT } from '../default-project';
import { quoteId } from '../not-received';

export interface FoundEntry {
  readonly project: Project;
  readonly entry: CatalogEntry;
}

/**
 * An entry by its id alone, as clients ask for it: in the project of the key, else in any, that which the call names first.
 * @param named project, as the query or the body names it
 */
export async function lookForEntry(
  ctx: AppContext,
  caller: Caller,
  kind: CatalogKind,
  id: string,
  named?: string,
): Promise<FoundEntry | null> {
  for (const project of await projectsOpenTo(ctx, caller, named)) {
    const [entry] = await ctx.store.listEntries(project.id, { kind, ids: [id], offset: 0, limit: 1 });
    if (entry !== undefined) return { project, entry };
  }
  return null;
}

/** @throws AppError `not-found`. */
export async function findEntry(...search: Parameters<typeof lookForEntry>): Promise<FoundEntry> {
  const found = await lookForEntry(...search);
  if (found === null) throw noSuchEntry(search[2], search[3]);
  return found;
}

async function projectsOpenTo(
  ctx: AppContext,
  { keyProject, namedProject }: Caller,
  named: string | undefined,
): Promise<readonly Project[]> {
  if (keyProject !== null) return [keyProject];
  const first = namedProject ?? named ?? DEFAULT_PROJECT;
  const projects = await ctx.store.listProjects();
  return [...projects.filter(({ name }) => name === first), ...projects.filter(({ name }) => name !== first)];
}

/** The project whose entries a call lists; null when there is no such project, and asking makes none. */
export async function projectToList(
  ctx: AppContext,
  { keyProject, namedProject }: Caller,
  named: string | undefined,
): Promise<Project | null> {
  return keyProject ?? (await ctx.store.getProject(namedProject ?? named ?? DEFAULT_PROJECT));
}

export function noSuchEntry(kind: CatalogKind, id: string): AppError {
  return new AppError('not-found', `There is no ${kind} with the id ${quoteId(id)}.`);
}
