import 'server-only';
import type { DatapointList, DatapointListQuery } from '../contracts/runs';
import type { Project } from '../domain/records';
import type { RunRollup } from '../store/store';
import type { AppContext } from './context';
import { findProject } from './find-project';
import { notInProject } from './not-received';
import { toDatapoint } from './to-dto/datapoint';

const ABSENT_MAX = 100;
/** How many sessions are looked through for the announced datapoints; beyond that nothing is called absent. */
const SEARCHED_MAX = 10_000;
const SEARCH_PAGE = 500;

/** One page of a run's sessions. @throws AppError `not-found`, `invalid-request` for a bad cursor. */
export async function listDatapoints(
  ctx: AppContext,
  projectName: string,
  runId: string,
  query: DatapointListQuery,
): Promise<DatapointList> {
  const project = await findProject(ctx, projectName);
  const run = await ctx.store.getRun(project.id, runId);
  if (run === null) throw await notInProject(ctx, project, 'run', runId);
  const page = await ctx.store.listSessions(project.id, { ...query, runId });
  return {
    datapoints: page.items.map(toDatapoint),
    absent: isWhole(query) ? await findAbsent(ctx, project, run) : [],
    nextCursor: page.nextCursor,
  };
}

function isWhole(query: DatapointListQuery): boolean {
  return query.cursor === undefined && !query.key && !query.state && !query.q;
}

/** Announced datapoints of which no session arrived, in the order they were announced. */
async function findAbsent(ctx: AppContext, project: Project, run: RunRollup): Promise<string[]> {
  const absent = new Set(run.datapointIds);
  let cursor: string | undefined;
  for (let searched = 0; absent.size > 0 && searched < SEARCHED_MAX; searched += SEARCH_PAGE) {
    const page = await ctx.store.listSessions(project.id, { runId: run.runId, limit: SEARCH_PAGE, cursor });
    for (const { datapointId } of page.items) if (datapointId !== null) absent.delete(datapointId);
    if (page.nextCursor === null) return [...absent].slice(0, ABSENT_MAX);
    cursor = page.nextCursor;
  }
  return [];
}
