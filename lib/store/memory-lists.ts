import type { Page } from '../domain/pages';
import type { Client, RunRecord, SessionRollup } from '../domain/records';
import { ATTRIBUTION_STATES, CUSTODY_STATES, noAttributionCounts, noCustodyCounts } from '../domain/states';
import { badSpans } from '../domain/structure';
import { RUN_ORDERS, type RunSortValue, SESSION_ORDERS, type SessionSortValue } from './list-orders';
import { compareText, compareValues, contains, type MemoryProject, type MemorySession, pageOf } from './memory-rows';
import {
  attributionObject,
  filingOf,
  missingCountOf,
  noAttribution,
  problemCountOf,
  startedUnixNanoOf,
  toRollup,
} from './session-tally';
import { noSessionsByKey, sessionsByKeyObject } from './sessions-by-key';
import type { FoundRuns, FoundRunsQuery, RunQuery, RunRollup, SessionQuery } from './store';
import { storedText } from './stored-text';

export function rollupOf(session: MemorySession): SessionRollup {
  return toRollup(session.sessionId, session.tally, session.own);
}

export function sessionsOfRun(project: MemoryProject, runId: string): readonly MemorySession[] {
  return [...project.sessions.values()].filter(({ tally }) => filingOf(tally).runId === runId);
}

export function runRollup(project: MemoryProject, run: RunRecord): RunRollup {
  const sessions = sessionsOfRun(project, run.runId);
  const attribution = noAttribution();
  const custody = noCustodyCounts();
  const arrived = new Set<string>();
  const sessionsByKey = noSessionsByKey();
  const clients: Client[] = [];
  for (const { tally } of sessions) {
    for (const [key, counts] of tally.attribution) {
      const sum = attribution.get(key) ?? noAttributionCounts();
      attribution.set(key, sum);
      for (const state of ATTRIBUTION_STATES) sum[state] += counts[state];
      const { judged = 0, bad = 0 } = sessionsByKey.get(key) ?? {};
      const spans = badSpans({ counts });
      const isJudged = counts.present + spans > 0;
      sessionsByKey.set(key, { judged: judged + Number(isJudged), bad: bad + Number(spans > 0) });
    }
    for (const state of CUSTODY_STATES) custody[state] += tally.custody[state];
    const { datapointId } = filingOf(tally);
    if (datapointId !== null) arrived.add(datapointId);
    if (tally.client !== null) clients.push(tally.client);
  }
  const total = (count: (session: MemorySession) => number) =>
    sessions.reduce((sum, session) => sum + count(session), 0);
  clients.sort((a, b) => compareText(JSON.stringify([a.name, a.version]), JSON.stringify([b.name, b.version])));
  return {
    ...run,
    client: run.client ?? clients[0] ?? null,
    sessions: sessions.length,
    datapoints: new Set([...run.datapointIds, ...arrived]).size,
    arrivedDatapoints: arrived.size,
    spans: total(({ tally }) => tally.spanCount),
    attribution: attributionObject(attribution),
    custody,
    findings: total(({ tally }) => tally.findingCount),
    breaks: total(({ tally }) => tally.breakCount),
    unsettledSessions: total(({ tally }) => Number(!tally.settled)),
    sessionsByKey: sessionsByKeyObject(sessionsByKey),
  };
}

/** The runs of a dataset, a name, or with a text; in no order. */
export function runsLike(
  project: MemoryProject,
  { q, datasetId, name }: Pick<RunQuery, 'q' | 'datasetId' | 'name'>,
): readonly RunRecord[] {
  const part = q === undefined ? undefined : storedText(q);
  return [...project.runs.values()].filter(
    (run) =>
      (datasetId === undefined || run.datasetId === storedText(datasetId)) &&
      (name === undefined || run.name === storedText(name)) &&
      (part === undefined ||
        [run.name, run.runId, run.datasetId, run.client?.version].some((text) => contains(text, part))),
  );
}

export function listRuns(project: MemoryProject, query: RunQuery): Page<RunRollup> {
  const { sort = '-createdAt' } = query;
  const values: Readonly<Record<RunSortValue, (run: RunRecord) => bigint | string>> = {
    createdAt: (run) => BigInt(run.createdAt.getTime()),
    name: (run) => run.name ?? '',
    spans: (run) => BigInt(runRollup(project, run).spans),
    missing: (run) =>
      BigInt(sessionsOfRun(project, run.runId).reduce((sum, { tally }) => sum + missingCountOf(tally), 0)),
  };
  const order = RUN_ORDERS[sort];
  const page = pageOf(runsLike(project, query), { ...query, sort }, order, values[order.by], (run) => run.runId);
  return { items: page.items.map((run) => runRollup(project, run)), nextCursor: page.nextCursor };
}

const FOUND_RUN_VALUES: Readonly<Record<FoundRunsQuery['sort'], (run: RunRecord) => bigint | string>> = {
  created_at: (run) => BigInt(run.createdAt.getTime()),
  updated_at: (run) => BigInt(run.updatedAt.getTime()),
  name: (run) => run.name ?? '',
  status: (run) => run.status,
};

export function findRuns(project: MemoryProject, query: FoundRunsQuery): FoundRuns {
  const { status, from, to, sort, descending, offset, limit } = query;
  const runIds = query.runIds === undefined ? undefined : new Set(query.runIds.map(storedText));
  const found = runsLike(project, query).filter(
    (run) =>
      (status === undefined || run.status === status) &&
      (runIds === undefined || runIds.has(run.runId)) &&
      (from === undefined || run.createdAt >= from) &&
      (to === undefined || run.createdAt <= to),
  );
  const sign = descending ? -1 : 1;
  const value = FOUND_RUN_VALUES[sort];
  const sorted = [...found].sort((a, b) => sign * (compareValues(value(a), value(b)) || compareText(a.runId, b.runId)));
  return { runs: sorted.slice(offset, offset + limit), total: found.length, totalUnfiltered: project.runs.size };
}

const SESSION_VALUES: Readonly<Record<SessionSortValue, (session: MemorySession) => bigint>> = {
  problemCount: ({ tally }) => BigInt(problemCountOf(tally)),
  startedUnixNano: ({ tally }) => startedUnixNanoOf(tally),
  spanCount: ({ tally }) => BigInt(tally.spanCount),
};

export function listSessions(project: MemoryProject, query: SessionQuery): Page<SessionRollup> {
  const sort = query.sort ?? 'worst';
  const order = SESSION_ORDERS[sort];
  const sessions = [...project.sessions.values()].filter((session) => matches(session, query));
  const page = pageOf(sessions, { ...query, sort }, order, SESSION_VALUES[order.by], ({ sessionId }) => sessionId);
  return { items: page.items.map(rollupOf), nextCursor: page.nextCursor };
}

function matches({ sessionId, tally }: MemorySession, { runId, datapointId, q, state, key }: SessionQuery): boolean {
  const filing = filingOf(tally);
  if (runId !== undefined && filing.runId !== (runId === null ? null : storedText(runId))) return false;
  if (datapointId !== undefined && filing.datapointId !== storedText(datapointId)) return false;
  if (q !== undefined) {
    const part = storedText(q);
    if (![filing.datapointId, sessionId, tally.name].some((text) => contains(text, part))) return false;
  }
  return state === undefined || hasState(tally, state, key === undefined ? undefined : storedText(key));
}

function hasState(
  tally: MemorySession['tally'],
  state: NonNullable<SessionQuery['state']>,
  key: string | undefined,
): boolean {
  const custody = CUSTODY_STATES.find((known) => known === state);
  if (custody !== undefined) return tally.custody[custody] > 0;
  const attribution = ATTRIBUTION_STATES.find((known) => known === state);
  if (attribution === undefined) return false;
  return [...tally.attribution].some(
    ([name, counts]) => (key === undefined || key === name) && counts[attribution] > 0,
  );
}
