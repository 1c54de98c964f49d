import 'server-only';
import type { Project } from '../../domain/records';
import type { RunRollup } from '../../store/store';
import type { AppContext } from '../context';
import { neverReceived } from '../not-received';
import type { Caller } from './call';
import { knownProject } from './project-of-call';

/** A run by its id alone, as data-plane clients ask for it. @throws AppError `not-found`. */
export async function findRun(
  ctx: AppContext,
  caller: Caller,
  runId: string,
): Promise<{ readonly project: Project; readonly run: RunRollup }> {
  const project = await knownProject(ctx, caller, 'run', runId);
  const run = project === null ? null : await ctx.store.getRun(project.id, runId);
  if (project === null || run === null) throw neverReceived('run', runId);
  return { project, run };
}
