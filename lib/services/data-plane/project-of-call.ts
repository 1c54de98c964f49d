import 'server-only';
import type { JsonValue } from '../../domain/json';
import type { Project } from '../../domain/records';
import type { AppContext } from '../context';
import { DEFAULT_PROJECT } from '../default-project';
import type { Caller } from './call';

type KnownKind = 'session' | 'run' | 'event';

/** Ids a call names, the most specific first. */
export type KnownIds = readonly (readonly [kind: KnownKind, id: string])[];

/**
 * The project a call writes to or searches (docs/adr/0007-which-project.md): its key's, else the one it names, else its
 * ids' one, else `default`.
 * @param inBody member `project` of the body
 */
export async function projectOfCall(
  ctx: AppContext,
  { keyProject, namedProject }: Caller,
  inBody: string | undefined,
  known: KnownIds = [],
): Promise<Project> {
  if (keyProject !== null) return keyProject;
  const named = namedProject ?? inBody;
  if (named) return ctx.store.ensureProject(named);
  for (const [kind, id] of known) {
    const project = await ctx.store.projectOf(kind, id);
    if (project !== null) return project;
  }
  return ctx.store.ensureProject(DEFAULT_PROJECT);
}

/** The project of what a call asks for by its id alone; null when nobody has it. */
export async function knownProject(
  ctx: AppContext,
  { keyProject }: Caller,
  kind: KnownKind,
  id: string,
): Promise<Project | null> {
  return keyProject ?? (await ctx.store.projectOf(kind, id));
}

/** An id hint from a JSON member that may be anything. */
export function knownId(kind: KnownKind, id: JsonValue | undefined): KnownIds {
  return typeof id === 'string' && id !== '' ? [[kind, id]] : [];
}
