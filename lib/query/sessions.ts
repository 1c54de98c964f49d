import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { SessionList, SessionListQuery, SessionSummary, SpanDetail, SpanSearch } from '../contracts/sessions';
import type { SkeletonDto } from '../contracts/skeleton';
import { fetchJson } from './fetch-json';
import { apiPaths, searchOf } from './paths';
import { pollingInterval } from './polling';

/** Members that are null, undefined or empty do not filter. */
export interface SessionListView {
  readonly sort?: SessionListQuery['sort'] | null | undefined;
  readonly q?: string | null | undefined;
}

/** Sessions outside every run, page by page. */
export function sessionListOptions(project: string, view: SessionListView = {}) {
  return infiniteQueryOptions({
    queryKey: ['projects', project, 'sessions', searchOf({ ...view })],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<SessionList>(apiPaths.sessions(project, { ...view, cursor: pageParam }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: SessionList) => page.nextCursor,
    refetchInterval: ({ state }) => {
      const rows = state.data?.pages.flatMap((page) => page.sessions) ?? [];
      return pollingInterval({ unsettled: rows.some((row) => !row.settled), waiting: rows.length === 0 });
    },
  });
}

/** A session without its spans. The more spans it has, the longer the pause before it is asked for again. */
export function sessionSummaryOptions(project: string, sessionId: string) {
  return queryOptions({
    queryKey: ['projects', project, 'sessions', 'summary', sessionId],
    queryFn: ({ signal }) => fetchJson<SessionSummary>(apiPaths.sessionSummary(project, sessionId), { signal }),
    refetchInterval: ({ state }) =>
      state.data !== undefined && pollingInterval({ unsettled: !state.data.settled, spans: state.data.tree.spans }),
  });
}

/** The spans of a small session. A new version of the summary asks for them anew. */
export function skeletonOptions(project: string, sessionId: string, version: string) {
  return queryOptions({
    queryKey: ['projects', project, 'sessions', 'skeleton', sessionId, version],
    queryFn: ({ signal }) => fetchJson<SkeletonDto>(apiPaths.skeleton(project, sessionId), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
}

/** Spans by the keys and values they were sent with, which no skeleton holds. */
export function spanSearchOptions(project: string, sessionId: string, q: string) {
  return queryOptions({
    queryKey: ['projects', project, 'sessions', 'search', sessionId, q],
    queryFn: ({ signal }) => fetchJson<SpanSearch>(apiPaths.spanSearch(project, sessionId, { q }), { signal }),
  });
}

/** Sent, stored and ledger of one span. */
export function spanDetailOptions(project: string, sessionId: string, traceId: string, spanId: string) {
  return queryOptions({
    queryKey: ['projects', project, 'sessions', 'span', sessionId, traceId, spanId],
    queryFn: ({ signal }) =>
      fetchJson<SpanDetail>(apiPaths.span(project, sessionId, spanId, { trace: traceId }), { signal }),
  });
}
