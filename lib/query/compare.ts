import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ComparedDatapointList, ComparedDatapointsQuery, ComparisonDto } from '../contracts/compare';
import type { MergedTree } from '../contracts/structure';
import { fetchJson } from './fetch-json';
import { apiPaths, searchOf } from './paths';
import { pollingInterval } from './polling';

/** Two runs in a state that was compared: in another one, other datapoints and trees are asked for. */
export interface ComparedPair {
  /** Run ids. */
  readonly base: string;
  readonly run: string;
  readonly version: string;
}

export function pairOf({ base, run }: Pick<ComparisonDto, 'base' | 'run'>): ComparedPair {
  return { base: base.runId, run: run.runId, version: `${base.version}.${run.version}` };
}

/** Members that are null, undefined or empty do not filter. */
export interface ComparedDatapointsView {
  readonly only?: ComparedDatapointsQuery['only'] | null | undefined;
  /** An attribution key or a sent one: only datapoints in which it is newly missing or moved. */
  readonly key?: string | null | undefined;
}

/** A candidate against a baseline, asked for again as long as one of them may change. */
export function comparisonOptions(project: string, base: string, run: string) {
  return queryOptions({
    queryKey: ['projects', project, 'compare', base, run],
    queryFn: ({ signal }) => fetchJson<ComparisonDto>(apiPaths.compare(project, { base, run }), { signal }),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined &&
      pollingInterval({
        unsettled: data.base.unsettledSessions + data.run.unsettledSessions > 0,
        spans: data.base.spans + data.run.spans,
      }),
  });
}

/** Datapoints of a comparison, page by page; those in one run only come last. */
export function comparedDatapointsOptions(
  project: string,
  { base, run, version }: ComparedPair,
  view: ComparedDatapointsView = {},
) {
  return infiniteQueryOptions({
    queryKey: ['projects', project, 'compare', 'datapoints', base, run, version, searchOf({ ...view })],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<ComparedDatapointList>(
        apiPaths.comparedDatapoints(project, { base, run, ...view, cursor: pageParam }),
        {
          signal,
        },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page: ComparedDatapointList) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** @param datapoint its id, empty for sessions without one; null for all datapoints merged */
export function comparedTreeOptions(
  project: string,
  { base, run, version }: ComparedPair,
  datapoint: string | null = null,
) {
  return queryOptions({
    queryKey: ['projects', project, 'compare', 'tree', base, run, version, datapoint],
    queryFn: ({ signal }) => fetchJson<MergedTree>(treePath(project, base, run, datapoint), { signal }),
    placeholderData: keepPreviousData,
  });
}

function treePath(project: string, base: string, run: string, datapoint: string | null): string {
  const path = apiPaths.comparedTree(project, { base, run, datapoint });
  // Addresses leave out empty parameters, and this one means something.
  return datapoint === '' ? `${path}&datapoint=` : path;
}
