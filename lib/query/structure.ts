import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { MergedTree, NodeSpans, NodeSpansQuery } from '../contracts/structure';
import { fetchJson } from './fetch-json';
import { apiPaths, searchOf } from './paths';
import { pollingInterval } from './polling';

/** Members that are null or undefined do not filter. */
export interface NodeSpansView {
  readonly key?: NodeSpansQuery['key'] | null | undefined;
  readonly datapoint?: string | null | undefined;
}

/**
 * The merged tree of a run.
 * @param isUnsettled what of the run is not settled changes: it is asked for again, a larger tree less often
 */
export function structureOptions(project: string, runId: string, isUnsettled: boolean) {
  return queryOptions({
    queryKey: ['projects', project, 'runs', 'structure', runId],
    queryFn: ({ signal }) => fetchJson<MergedTree>(apiPaths.structure(project, runId), { signal }),
    refetchInterval: ({ state }) =>
      pollingInterval({
        unsettled: isUnsettled || (state.data?.unjudgedSessions ?? 0) > 0,
        spans: state.data?.nodes.reduce((sum, { run }) => sum + (run?.spans ?? 0), 0) ?? 0,
      }),
  });
}

/** Examples of the spans of one node. */
export function nodeSpansOptions(project: string, runId: string, path: string, view: NodeSpansView = {}) {
  return queryOptions({
    queryKey: ['projects', project, 'runs', 'structure', runId, path, searchOf({ ...view })],
    queryFn: ({ signal }) => fetchJson<NodeSpans>(apiPaths.nodeSpans(project, runId, path, { ...view }), { signal }),
    placeholderData: keepPreviousData,
  });
}
