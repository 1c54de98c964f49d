import 'server-only';
import type { Project } from '../../domain/records';
import type { RunRollup } from '../../store/store';
import type { AppContext } from '../context';
import { notInProject } from '../not-received';
import type { Caller } from './call';
import { findRun } from './find-run';

/** Two runs of one project, which the new one decides. @throws AppError `not-found` naming the one that is not there. */
export async function findRunPair(
  ctx: AppContext,
  caller: Caller,
  newRunId: string,
  oldRunId: string,
): Promise<{ readonly project: Project; readonly newRun: RunRollup; readonly oldRun: RunRollup }> {
  const { project, run: newRun } = await findRun(ctx, caller, newRunId);
  const oldRun = await ctx.store.getRun(project.id, oldRunId);
  if (oldRun === null) throw await notInProject(ctx, project, 'run', oldRunId);
  return { project, newRun, oldRun };
}
