import 'server-only';
import type { ComparedTreeQuery } from '../contracts/compare';
import type { MergedTree } from '../contracts/structure';
import type { Comparison } from '../domain/comparison';
import { AppError } from '../domain/errors';
import type { AppContext } from './context';
import { findProject } from './find-project';
import { quoteId } from './not-received';
import { compare, KEY_NAMES, readComparison } from './read-comparison';
import { toMergedTree } from './to-dto/merged-tree';

/**
 * The merged tree of both runs, or of one datapoint in both.
 * @throws AppError `not-found`, also for a datapoint that is in neither.
 */
export async function getComparedTree(
  ctx: AppContext,
  projectName: string,
  query: ComparedTreeQuery,
): Promise<MergedTree> {
  if (ctx.worker !== undefined) return ctx.worker.getComparedTree(projectName, query);
  const { comparison } = await readComparison(ctx, projectName, query);
  const { nodes } =
    query.datapoint === undefined ? comparison : await compareDatapoint(ctx, projectName, query, comparison);
  return toMergedTree(KEY_NAMES, nodes);
}

async function compareDatapoint(
  ctx: AppContext,
  projectName: string,
  { base, run, datapoint }: ComparedTreeQuery,
  { datapoints }: Comparison,
): Promise<Comparison> {
  const found = datapoints.filter(({ datapointId }) => (datapointId ?? '') === datapoint);
  if (found.length === 0) {
    throw new AppError('not-found', `The datapoint ${quoteId(datapoint ?? '')} is in neither of the two runs.`);
  }
  const project = await findProject(ctx, projectName);
  const membersOf = async (runId: string, side: 'baseSessions' | 'runSessions') => {
    const asked = new Set(found.flatMap((one) => one[side]));
    return (await ctx.store.runMembers(project.id, runId)).filter(({ sessionId }) => asked.has(sessionId));
  };
  return compare(ctx, project, await membersOf(base, 'baseSessions'), await membersOf(run, 'runSessions'));
}
