import 'server-only';
import { AppError } from '../domain/errors';
import type { Project } from '../domain/records';
import type { AppContext } from './context';

const LENGTH_MAX = 120;

/** An id as a message shows it: in quotes, control characters escaped, cut when it is absurdly long. */
export function quoteId(id: string): string {
  return JSON.stringify(id.length > LENGTH_MAX ? `${id.slice(0, LENGTH_MAX)}…` : id);
}

/** The refusal for an id that no project knows. */
export function neverReceived(kind: string, id: string): AppError {
  return new AppError(
    'not-found',
    `The ${kind} ${quoteId(id)} was never received, or it was deleted. If it is still on its way, try again in a few seconds; else check the id and the log of the exporter.`,
  );
}

/** The refusal for a run or session that this project does not have: another one has it, or none. @throws AppError `unavailable` */
export async function notInProject(
  ctx: AppContext,
  project: Project,
  kind: 'run' | 'session',
  id: string,
): Promise<AppError> {
  // With keys nobody is told of other projects.
  const elsewhere = (await ctx.keys.isEmpty()) ? await ctx.store.projectOf(kind, id) : null;
  if (elsewhere === null) return neverReceived(kind, id);
  return new AppError(
    'not-found',
    `The ${kind} ${quoteId(id)} is not in the project ${quoteId(project.name)} but in ${quoteId(elsewhere.name)}.`,
  );
}
