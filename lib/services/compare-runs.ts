import 'server-only';
import type { CompareQuery, ComparisonDto } from '../contracts/compare';
import type { AppContext } from './context';
import { readComparison } from './read-comparison';
import { toComparison } from './to-dto/comparison';

/** A candidate against a baseline. @throws AppError `not-found` */
export async function compareRuns(ctx: AppContext, projectName: string, query: CompareQuery): Promise<ComparisonDto> {
  if (ctx.worker !== undefined) return ctx.worker.compareRuns(projectName, query);
  return toComparison(await readComparison(ctx, projectName, query));
}
