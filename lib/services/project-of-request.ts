import 'server-only';
import type { JsonValue } from '../domain/json';
import type { Project } from '../domain/records';
import type { AppContext } from './context';

/** Where everything goes that names no project. */
export const DEFAULT_PROJECT = 'default';

/** What a request says about where it belongs. */
export interface ProjectHints {
  /** `X-Project`, else the body's `project`; null when it names none. */
  readonly named: string | null;
  /** Ids it names, the most specific first. */
  readonly known: readonly (readonly [kind: 'session' | 'run' | 'event', id: string])[];
}

/** The project of a REST call (docs/adr/0007-which-project.md): the one it names, else its ids' one, else `default`. */
export async function projectOfRequest(ctx: AppContext, { named, known }: ProjectHints): Promise<Project> {
  if (named !== null) return ctx.store.ensureProject(named);
  for (const [kind, id] of known) {
    const project = await ctx.store.projectOf(kind, id);
    if (project !== null) return project;
  }
  return ctx.store.ensureProject(DEFAULT_PROJECT);
}

/** An id hint from a JSON member that may be anything. */
export function knownId(kind: 'session' | 'run' | 'event', id: JsonValue | undefined): ProjectHints['known'] {
  return typeof id === 'string' && id !== '' ? [[kind, id]] : [];
}
