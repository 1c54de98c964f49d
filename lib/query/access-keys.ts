import { infiniteQueryOptions } from '@tanstack/react-query';
import type { AccessKeyCreate, AccessKeyList, NewAccessKey } from '../contracts/keys';
import { fetchJson } from './fetch-json';
import { apiPaths } from './paths';

/** Keys of a project, newest first, page by page. */
export function accessKeyListOptions(project: string) {
  return infiniteQueryOptions({
    queryKey: ['projects', project, 'access-keys'],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<AccessKeyList>(apiPaths.accessKeys(project, { cursor: pageParam }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: AccessKeyList) => page.nextCursor,
  });
}

export function createAccessKey(project: string, wish: AccessKeyCreate): Promise<NewAccessKey> {
  return fetchJson(apiPaths.accessKeys(project), json(wish));
}

/** It stops working at once. */
export function revokeAccessKey(project: string, id: string): Promise<void> {
  return fetchJson(apiPaths.accessKey(project, id), { method: 'DELETE' });
}

/** Signs this browser in: every request of it has the key from then on. */
export function signIn(key: string): Promise<void> {
  return fetchJson(apiPaths.signIn(), json({ key }));
}

export function signOut(): Promise<void> {
  return fetchJson(apiPaths.signOut(), { method: 'POST' });
}

function json(body: object): RequestInit {
  return { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}
