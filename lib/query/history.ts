import { queryOptions } from '@tanstack/react-query';
import type { HistoryQuery, KeyHistory } from '../contracts/structure';
import { fetchJson } from './fetch-json';
import { apiPaths, searchOf } from './paths';

/** Members that are null, undefined or empty do not filter. */
export interface HistoryView {
  /** An attribution key, or a sent key as comparisons name it. */
  readonly key: string;
  readonly dataset?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly order?: HistoryQuery['order'] | null | undefined;
}

/** One key over the newest runs. */
export function historyOptions(project: string, view: HistoryView) {
  return queryOptions({
    queryKey: ['projects', project, 'history', searchOf({ ...view })],
    queryFn: ({ signal }) => fetchJson<KeyHistory>(apiPaths.history(project, { ...view }), { signal }),
  });
}
