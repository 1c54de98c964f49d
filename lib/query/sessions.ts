import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { SessionDetail, SessionList, SessionListQuery, SpanDetail } from '../contracts/sessions';
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

/** A session's skeleton. The larger it is, the longer the pause before it is asked for again. */
export function sessionDetailOptions(project: string, sessionId: string) {
  return queryOptions({
    queryKey: ['projects', project, 'sessions', 'detail', sessionId],
    queryFn: ({ signal }) => fetchJson<SessionDetail>(apiPaths.session(project, sessionId), { signal }),
    refetchInterval: ({ state }) =>
      state.data !== undefined && pollingInterval({ unsettled: !state.data.settled, spans: state.data.spans.length }),
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
