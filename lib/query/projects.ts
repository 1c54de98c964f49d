import { queryOptions } from '@tanstack/react-query';
import type { ProjectDto, ProjectList, ProjectPatch, SampleResult } from '../contracts/projects';
import { fetchJson } from './fetch-json';
import { apiPaths } from './paths';

export function projectListOptions() {
  return queryOptions({
    queryKey: ['projects'],
    queryFn: ({ signal }) => fetchJson<ProjectList>(apiPaths.projects(), { signal }),
  });
}

/** Changes which routing table a project uses, or which it is judged by. Everything of the project is stale then. */
export function patchProject(project: string, patch: ProjectPatch): Promise<ProjectDto> {
  return fetchJson(apiPaths.project(project), {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(patch),
  });
}

/** Replays the two recorded runs of the sample project. */
export function loadSample(): Promise<SampleResult> {
  return fetchJson(apiPaths.sample(), { method: 'POST' });
}
