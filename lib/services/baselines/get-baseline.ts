import 'server-only';
import type { BaselineDto } from '../../contracts/compare';
import type { BaselineScope, PinnedBaseline } from '../../domain/baseline';
import type { Project } from '../../domain/records';
import type { AppContext } from '../context';
import { scopeOfRun } from './scope-of-run';

type Mode = BaselineDto['mode'];

/**
 * What a run is to be compared with: the run pinned for its dataset (or name), else the latest one of that before it
 * that passes.
 * @throws AppError `not-found`
 */
export async function getBaseline(ctx: AppContext, projectName: string, runId: string): Promise<BaselineDto> {
  const { project, run, scope } = await scopeOfRun(ctx, projectName, runId);
  if (scope === null) return present(ctx, project, scope, 'latest-passing', null);
  const pinned = await pinnedFor(ctx, project, scope);
  if (pinned !== null) return present(ctx, project, scope, 'pinned', pinned.runId === runId ? null : pinned.runId);
  const passing = await ctx.store.latestPassingRun(project.id, scope, run.createdAt);
  return present(ctx, project, scope, 'latest-passing', passing);
}

async function pinnedFor(ctx: AppContext, project: Project, scope: BaselineScope): Promise<PinnedBaseline | null> {
  const pinned = await ctx.store.pinnedBaselines(project.id);
  return pinned.find((one) => one.scope.kind === scope.kind && one.scope.value === scope.value) ?? null;
}

async function present(
  ctx: AppContext,
  project: Project,
  scope: BaselineScope | null,
  mode: Mode,
  runId: string | null,
): Promise<BaselineDto> {
  const run = runId === null ? null : await ctx.store.getRun(project.id, runId);
  return {
    scope,
    mode,
    runId: run?.runId ?? null,
    name: run?.name ?? null,
    createdAt: run?.createdAt.toISOString() ?? null,
  };
}
