import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ExportFormat } from '../contracts/compare';
import type {
  SnapshotCreate,
  SnapshotDto,
  SnapshotLink,
  SnapshotList,
  SnapshotPatchBody,
  SnapshotPreview,
} from '../contracts/snapshots';
import { fetchJson } from './fetch-json';
import { apiPaths } from './paths';

/** Frozen comparisons of a project, newest first, page by page. */
export function snapshotListOptions(project: string) {
  return infiniteQueryOptions({
    queryKey: ['projects', project, 'snapshots'],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<SnapshotList>(apiPaths.snapshots(project, { cursor: pageParam }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: SnapshotList) => page.nextCursor,
  });
}

/** Two runs, and what of them is not to be shown. */
export interface ShareWish {
  readonly base: string;
  readonly run: string;
  readonly redact: readonly string[];
}

/** What a link would show now, and what would be replaced in it. */
export function snapshotPreviewOptions(project: string, { base, run, redact }: ShareWish) {
  return queryOptions({
    queryKey: ['projects', project, 'snapshot-preview', base, run, redact],
    queryFn: ({ signal }) =>
      fetchJson<SnapshotPreview>(apiPaths.snapshotPreview(project), { ...json('POST', { base, run, redact }), signal }),
    placeholderData: keepPreviousData,
  });
}

export function createSnapshot(
  project: string,
  wish: ShareWish & Pick<SnapshotCreate, 'expiresInDays'> & { readonly title: string | undefined },
): Promise<SnapshotLink> {
  return fetchJson(apiPaths.snapshots(project), json('POST', wish));
}

export function updateSnapshot(project: string, id: string, patch: SnapshotPatchBody): Promise<SnapshotDto> {
  return fetchJson(apiPaths.snapshot(project, id), json('PATCH', patch));
}

export function revokeSnapshot(project: string, id: string): Promise<void> {
  return fetchJson(apiPaths.snapshot(project, id), { method: 'DELETE' });
}

/** The old link does not work from then on. */
export function renewSnapshotLink(project: string, id: string): Promise<SnapshotLink> {
  return fetchJson(apiPaths.snapshotLink(project, id), { method: 'POST' });
}

/** Where a comparison is downloaded as a file. */
export function exportPath(project: string, base: string, run: string, format: ExportFormat): string {
  return apiPaths.compareExport(project, { base, run, format });
}

function json(method: string, body: object): RequestInit {
  return { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}
