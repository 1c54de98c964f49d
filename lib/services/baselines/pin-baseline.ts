import 'server-only';
import type { BaselineDto } from '../../contracts/compare';
import { AppError } from '../../domain/errors';
import type { AppContext } from '../context';
import { quoteId } from '../not-received';
import { getBaseline } from './get-baseline';
import { scopeOfRun } from './scope-of-run';

/**
 * Makes a run the baseline of its dataset, or of its name when it has no dataset, instead of the one before.
 * @throws AppError `not-found`; `invalid-request` for a run that has neither.
 */
export async function pinBaseline(ctx: AppContext, projectName: string, runId: string): Promise<BaselineDto> {
  const { project, scope } = await scopeOfRun(ctx, projectName, runId);
  if (scope === null) {
    throw new AppError(
      'invalid-request',
      `The run ${quoteId(runId)} has neither a dataset nor a name, so nothing says which runs it is the baseline of. Compare with it by naming both runs.`,
    );
  }
  await ctx.store.pinBaseline(project.id, { scope, runId, pinnedAt: ctx.now() });
  return getBaseline(ctx, projectName, runId);
}
