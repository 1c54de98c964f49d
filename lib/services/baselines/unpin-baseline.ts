import 'server-only';
import type { AppContext } from '../context';
import { scopeOfRun } from './scope-of-run';

/** Lets go of the baseline chosen by hand for the runs this one belongs with, whichever run that is, if there is one. */
export async function unpinBaseline(ctx: AppContext, projectName: string, runId: string): Promise<void> {
  const { project, scope } = await scopeOfRun(ctx, projectName, runId);
  if (scope !== null) await ctx.store.unpinBaseline(project.id, scope);
}
