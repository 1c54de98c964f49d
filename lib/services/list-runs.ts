import 'server-only';
import type { RunList, RunListQuery } from '../contracts/runs';
import type { AppContext } from './context';
import { findProject } from './find-project';
import { toRunSummary } from './to-dto/run-summary';

/** One page of a project's runs. @throws AppError `not-found`, `invalid-request` for a cursor of another list. */
export async function listRuns(ctx: AppContext, projectName: string, query: RunListQuery): Promise<RunList> {
  const project = await findProject(ctx, projectName);
  const page = await ctx.store.listRuns(project.id, query);
  return { runs: page.items.map(toRunSummary), nextCursor: page.nextCursor };
}
