import { infiniteQueryOptions } from '@tanstack/react-query';
import type { DeliveryList } from '../contracts/deliveries';
import { fetchJson } from './fetch-json';
import { apiPaths, searchOf } from './paths';
import { pollingInterval } from './polling';

/** Of a run, of a session, or of the whole project. Members that are null, undefined or empty do not filter. */
export interface DeliveryListView {
  readonly run?: string | null | undefined;
  readonly session?: string | null | undefined;
  readonly show?: 'all' | 'refused' | null | undefined;
}

/** Requests that were received, newest first, page by page. Those of a run are asked for anew when the run changes. */
export function deliveryListOptions(project: string, view: DeliveryListView = {}) {
  return infiniteQueryOptions({
    queryKey: ['projects', project, view.run ? 'runs' : 'deliveries', 'deliveries', searchOf({ ...view })],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<DeliveryList>(apiPaths.deliveries(project, { ...view, cursor: pageParam }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: DeliveryList) => page.nextCursor,
    // Another request may come at any time.
    refetchInterval: () => pollingInterval({ unsettled: false, waiting: true }),
  });
}
