import 'server-only';
import { datesOfQuery, type ListRunsQuery } from '../../contracts/data-plane/run-query';
import { boundsOf } from '../../domain/date-range';
import { hashText } from '../../domain/hash-text';
import type { JsonObject } from '../../domain/json';
import type { Project, RunRecord } from '../../domain/records';
import type { FoundRunsQuery, Store } from '../../store/store';
import type { AppContext } from '../context';
import { KeptAnswers } from '../kept-answers';
import type { DataPlaneService } from './call';
import { onAuditThread } from './on-audit-thread';
import { knownId, projectOfCall } from './project-of-call';
import { readRunResult } from './read-run-result';
import { datasetNames, describeRun } from './run-object';

/**
 * `GET /v1/runs`. `metrics` are the names seen in the runs of the page, and each run has its averages, as far as one
 * request may read: see {@link SESSIONS_READ_MAX}.
 */
export const listRuns: DataPlaneService<'listRuns'> = onAuditThread('listRuns', async (ctx, call) => {
  const { query, isUnversioned } = call;
  const known = [...(query.run_ids ?? [])].flatMap((id) => knownId('run', id));
  const project = await projectOfCall(ctx, call, query.project, known);
  const { runs, total, totalUnfiltered } = await ctx.store.findRuns(project.id, foundRunsQuery(query, ctx.now()));
  const names = await datasetNames(ctx, project, runs);
  const averages = await readAverages(ctx, project, runs);
  const evaluations = runs.map((run) => {
    return describeRun(run, { project, isUnversioned, metrics: averages.get(run.runId) }, names);
  });
  const metrics = new Set([...averages.values()].flatMap((ofRun) => Object.keys(ofRun)));
  const pages = Math.ceil(total / query.limit);
  const pagination = {
    page: query.page,
    limit: query.limit,
    total,
    total_unfiltered: totalUnfiltered,
    total_pages: pages,
    has_next: query.page < pages,
    has_prev: query.page > 1,
  };
  return { project, body: { evaluations, pagination, metrics: [...metrics].sort() }, subject: null };
});

function foundRunsQuery(query: ListRunsQuery, now: Date): FoundRunsQuery {
  const { from, to } = boundsOf(datesOfQuery(query), now);
  return {
    datasetId: query.dataset_id,
    name: query.name,
    status: query.status,
    runIds: query.run_ids,
    from: dateOf(from),
    to: dateOf(to),
    sort: query.sort_by,
    descending: query.sort_order === 'desc',
    offset: (query.page - 1) * query.limit,
    limit: query.limit,
  };
}

/** The last moment a Date can tell. */
const TIME_MAX = 8.64e15;

/** undefined for an open side. */
function dateOf(millis: number): Date | undefined {
  return Number.isFinite(millis) ? new Date(Math.min(Math.max(millis, -TIME_MAX), TIME_MAX)) : undefined;
}

/** Sessions whose events one request reads for averages; those of runs that did not change since are known. */
const SESSIONS_READ_MAX = 5_000;
/** Runs whose averages are kept. */
const KEPT_RUNS = 2_000;

interface RunAverages {
  readonly version: string;
  readonly byName: JsonObject;
}

/** The average of each metric by run id; runs that would need more reading than one request may do are absent. */
async function readAverages(
  ctx: AppContext,
  project: Project,
  runs: readonly RunRecord[],
): Promise<ReadonlyMap<string, JsonObject>> {
  const averages = new Map<string, JsonObject>();
  let read = 0;
  for (const run of runs) {
    const members = await ctx.store.runMembers(project.id, run.runId);
    const version = hashText(JSON.stringify(members.map(({ sessionId, revision }) => [sessionId, revision])));
    const isCurrent = (kept: RunAverages) => kept.version === version;
    const work = async () => {
      read += members.length;
      if (read > SESSIONS_READ_MAX) return null;
      const result = await readRunResult(ctx, project, run, 'average');
      return { version, byName: result.aggregatesByName() };
    };
    const key = JSON.stringify([project.id, run.runId]);
    const answer = await keptAverages(ctx.store).get(key, isCurrent, work);
    if (answer !== null) averages.set(run.runId, answer.byName);
  }
  return averages;
}

const kept = new WeakMap<Store, KeptAnswers<RunAverages>>();

function keptAverages(store: Store): KeptAnswers<RunAverages> {
  const known = kept.get(store) ?? new KeptAnswers(KEPT_RUNS, () => 1);
  kept.set(store, known);
  return known;
}
