import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  DatapointList,
  DatapointListQuery,
  RunDetail,
  RunList,
  RunListQuery,
  RunSummary,
} from '../contracts/runs';
import { fetchJson } from './fetch-json';
import { apiPaths, searchOf } from './paths';
import { pollingInterval } from './polling';

/** Members that are null, undefined or empty do not filter. */
export interface RunListView {
  readonly sort?: RunListQuery['sort'] | null | undefined;
  readonly q?: string | null | undefined;
  readonly datasetId?: string | null | undefined;
  readonly name?: string | null | undefined;
}

/** Members that are null, undefined or empty do not filter. */
export interface DatapointListView {
  readonly sort?: DatapointListQuery['sort'] | null | undefined;
  /** An attribution key. */
  readonly key?: string | null | undefined;
  /** An attribution or custody state. */
  readonly state?: string | null | undefined;
  readonly q?: string | null | undefined;
}

/** Runs of a project, page by page. */
export function runListOptions(project: string, view: RunListView = {}) {
  return infiniteQueryOptions({
    queryKey: ['projects', project, 'runs', searchOf({ ...view })],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<RunList>(apiPaths.runs(project, { ...view, cursor: pageParam }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: RunList) => page.nextCursor,
    refetchInterval: ({ state }) => {
      const runs = state.data?.pages.flatMap((page) => page.runs) ?? [];
      return pollingInterval({ unsettled: runs.some(isUnsettled), waiting: runs.some(isUnderWay) });
    },
  });
}

export function runDetailOptions(project: string, runId: string) {
  return queryOptions({
    queryKey: ['projects', project, 'runs', 'detail', runId],
    queryFn: ({ signal }) => fetchJson<RunDetail>(apiPaths.run(project, runId), { signal }),
    refetchInterval: ({ state }) =>
      state.data !== undefined &&
      pollingInterval({ unsettled: isUnsettled(state.data), waiting: isUnderWay(state.data) }),
  });
}

/** The sessions of a run, one row each, page by page. */
export function datapointListOptions(project: string, runId: string, view: DatapointListView = {}) {
  return infiniteQueryOptions({
    queryKey: ['projects', project, 'runs', 'datapoints', runId, searchOf({ ...view })],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<DatapointList>(apiPaths.datapoints(project, runId, { ...view, cursor: pageParam }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: DatapointList) => page.nextCursor,
    refetchInterval: ({ state }) => {
      const rows = state.data?.pages.flatMap((page) => page.datapoints) ?? [];
      return pollingInterval({ unsettled: rows.some((row) => !row.settled), waiting: rows.length === 0 });
    },
  });
}

/** True while anything that is shown of the run may still change by itself. */
export function isUnfinished(run: Pick<RunSummary, 'unsettledSessions' | 'declared' | 'status'>): boolean {
  return isUnsettled(run) || isUnderWay(run);
}

function isUnsettled(run: Pick<RunSummary, 'unsettledSessions'>): boolean {
  return run.unsettledSessions > 0;
}

/** True while a client may still add to the run; nobody says of an undeclared one that it is over. */
function isUnderWay(run: Pick<RunSummary, 'declared' | 'status'>): boolean {
  return run.declared && (run.status === 'pending' || run.status === 'running');
}
