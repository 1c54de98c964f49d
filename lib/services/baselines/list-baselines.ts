import 'server-only';
import type { PinnedBaselineList } from '../../contracts/compare';
import type { AppContext } from '../context';
import { findProject } from '../find-project';

/** Every baseline of a project that was chosen by hand. @throws AppError `not-found` */
export async function listBaselines(ctx: AppContext, projectName: string): Promise<PinnedBaselineList> {
  const project = await findProject(ctx, projectName);
  const pinned = await ctx.store.pinnedBaselines(project.id);
  return {
    baselines: pinned.map(({ scope, runId, pinnedAt }) => ({ scope, runId, pinnedAt: pinnedAt.toISOString() })),
  };
}
