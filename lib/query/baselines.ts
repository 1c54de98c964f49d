import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { BaselineDto, PinnedBaselineList } from '../contracts/compare';
import { fetchJson } from './fetch-json';
import { apiPaths } from './paths';

/** The run that this one is to be compared with. */
export function baselineOptions(project: string, runId: string) {
  return queryOptions({
    queryKey: ['projects', project, 'baselines', 'of-run', runId],
    queryFn: ({ signal }) => fetchJson<BaselineDto>(apiPaths.baseline(project, runId), { signal }),
  });
}

/** Every baseline that was chosen by hand. */
export function baselineListOptions(project: string) {
  return queryOptions({
    queryKey: ['projects', project, 'baselines', 'pinned'],
    queryFn: ({ signal }) => fetchJson<PinnedBaselineList>(apiPaths.baselines(project), { signal }),
  });
}

/** Makes a run the baseline of its dataset or name. */
export function pinBaseline(project: string, runId: string): Promise<BaselineDto> {
  return fetchJson(apiPaths.baseline(project, runId), { method: 'PUT' });
}

/** Lets go of the baseline of the runs this one belongs with. */
export function unpinBaseline(project: string, runId: string): Promise<void> {
  return fetchJson(apiPaths.baseline(project, runId), { method: 'DELETE' });
}

/** After a baseline was chosen or let go: it is another one for every run of its dataset or name. */
export function refreshBaselines(client: QueryClient, project: string): Promise<void> {
  return client.invalidateQueries({ queryKey: ['projects', project, 'baselines'] });
}
