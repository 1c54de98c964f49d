import 'server-only';
import { findTransitions, type HistoryState } from '../compare/find-transitions';
import { orderRuns } from '../compare/order-runs';
import type { HistoryQuery, KeyHistory } from '../contracts/structure';
import { ATTRIBUTION_KEYS } from '../domain/attribution-keys';
import { commitOf } from '../domain/commit-of';
import type { Project } from '../domain/records';
import { noAttributionCounts } from '../domain/states';
import { badSpans, type SessionStructure } from '../domain/structure';
import type { RunRollup } from '../store/store';
import type { AppContext } from './context';
import { findProject } from './find-project';
import { readStructures } from './read-structures';

/** What was kept of a sent key is in the structures of the sessions: so many runs are looked through. */
const SENT_KEY_RUNS_MAX = 100;

/** What a run says of one key. */
interface KeyTally {
  readonly spans: { readonly good: number; readonly judged: number };
  readonly datapoints: { readonly bad: number; readonly judged: number };
  /** True while spans or sessions wait for their verdict. */
  readonly isWaiting: boolean;
}

/**
 * One key over the newest runs, ordered, with every change from good to bad and back.
 * @throws AppError `not-found`
 */
export async function getHistory(ctx: AppContext, projectName: string, query: HistoryQuery): Promise<KeyHistory> {
  if (ctx.worker !== undefined) return ctx.worker.getHistory(projectName, query);
  const project = await findProject(ctx, projectName);
  const { key, order } = query;
  const isAttribution = ATTRIBUTION_KEYS.some(({ name }) => name === key);
  const limit = isAttribution ? query.limit : Math.min(query.limit, SENT_KEY_RUNS_MAX);
  const { newest, left } = await newestRuns(ctx, project, query, limit);
  const runs: KeyHistory['runs'] = [];
  for (const run of orderRuns(newest, order)) {
    const tally = isAttribution ? tallyAttribution(run, key) : await tallySent(ctx, project, run, key);
    runs.push({
      runId: run.runId,
      name: run.name,
      createdAt: run.createdAt.toISOString(),
      client: run.client && { name: run.client.name, version: run.client.version },
      commit: commitOf(run),
      // A new contract makes every session unsettled: those that are not were judged by the present one.
      contract: run.sessions > 0 && run.unsettledSessions === 0 ? project.contract : null,
      state: stateOf(tally),
      spans: tally.spans,
      datapoints: tally.datapoints,
    });
  }
  return { key, order, runs, transitions: [...findTransitions(runs)], left };
}

/** A proven loss stays one while the rest is still being judged. */
function stateOf({ spans: { good, judged }, isWaiting }: KeyTally): HistoryState {
  if (good < judged) return 'bad';
  return judged === 0 || isWaiting ? 'unknown' : 'good';
}

/** The newest runs of a dataset, a name or the project, and how many older ones there are. */
async function newestRuns(
  ctx: AppContext,
  project: Project,
  { dataset, name }: HistoryQuery,
  limit: number,
): Promise<{ readonly newest: readonly RunRollup[]; readonly left: number }> {
  const filter = { datasetId: dataset, name };
  const page = await ctx.store.listRuns(project.id, { ...filter, sort: '-createdAt', limit });
  const all = page.nextCursor === null ? 0 : await ctx.store.countRuns(project.id, filter);
  // One may have been deleted meanwhile.
  return { newest: page.items, left: Math.max(0, all - page.items.length) };
}

function tallyAttribution({ attribution, sessionsByKey }: RunRollup, key: string): KeyTally {
  const counts = attribution[key] ?? noAttributionCounts();
  const { judged, bad } = sessionsByKey[key] ?? { judged: 0, bad: 0 };
  return {
    spans: { good: counts.present, judged: counts.present + badSpans({ counts }) },
    datapoints: { judged, bad },
    isWaiting: counts.pending > 0,
  };
}

/** Sessions that nobody has judged by the present contract yet are waiting. */
async function tallySent(ctx: AppContext, project: Project, run: RunRollup, key: string): Promise<KeyTally> {
  const spans = { good: 0, judged: 0 };
  const datapoints = { bad: 0, judged: 0 };
  const members = await ctx.store.runMembers(project.id, run.runId);
  const current = members.filter(({ contract }) => contract === project.contract);
  let isWaiting = current.length < members.length;
  for await (const { structure } of readStructures(ctx, project, current)) {
    if (structure === null) {
      isWaiting = true;
      continue;
    }
    const { good, judged } = tallyStructure(structure, key);
    spans.good += good;
    spans.judged += judged;
    datapoints.judged += Number(judged > 0);
    datapoints.bad += Number(good < judged);
  }
  return { spans, datapoints, isWaiting };
}

/** Spans that sent the key, and those of them of which it was preserved. */
function tallyStructure({ shapes, nodes }: SessionStructure, key: string): KeyTally['spans'] {
  const stateOfShape = shapes.map((shape) => shape.find(([name]) => name === key)?.[1]);
  const sum = { good: 0, judged: 0 };
  for (const { custody } of nodes) {
    for (const [shape, spans] of custody) {
      const state = stateOfShape[shape];
      if (state === undefined) continue;
      sum.judged += spans;
      if (state === 'preserved') sum.good += spans;
    }
  }
  return sum;
}
