import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import {
  exportQuerySchema,
  sharedSnapshotSchema,
  snapshotCreateSchema,
  snapshotLinkSchema,
  snapshotListQuerySchema,
  snapshotListSchema,
  snapshotPatchSchema,
  snapshotPreviewResultSchema,
  snapshotPreviewSchema,
  snapshotSchema,
} from '../snapshots';
import { describeOperation } from './describe-operation';
import { project, snapshot, token } from './path-parameters';

export const SNAPSHOTS_PATHS: ZodOpenApiPathsObject = {
  '/api/projects/{project}/snapshots': {
    get: describeOperation({
      id: 'listSnapshots',
      summary: 'Frozen comparisons of a project, newest first.',
      path: z.object({ project }),
      query: snapshotListQuerySchema,
      answer: snapshotListSchema,
      problems: [400, 404],
    }),
    post: describeOperation({
      id: 'createSnapshot',
      summary: 'Freeze a comparison under an unguessable link, which is told only here.',
      path: z.object({ project }),
      body: snapshotCreateSchema,
      answer: snapshotLinkSchema,
      problems: [400, 404, 409, 413, 415, 503],
    }),
  },
  '/api/projects/{project}/snapshots/preview': {
    post: describeOperation({
      id: 'previewSnapshot',
      summary: 'What a snapshot would show, and what would be replaced in it. Nothing is kept.',
      path: z.object({ project }),
      body: snapshotPreviewSchema,
      answer: snapshotPreviewResultSchema,
      problems: [400, 404, 413, 415],
    }),
  },
  '/api/projects/{project}/snapshots/{snapshot}': {
    patch: describeOperation({
      id: 'updateSnapshot',
      summary: 'Rename a snapshot, or change when its link expires.',
      path: z.object({ project, snapshot }),
      body: snapshotPatchSchema,
      answer: snapshotSchema,
      problems: [400, 404, 410, 413, 415, 503],
    }),
    delete: describeOperation({
      id: 'revokeSnapshot',
      summary: 'Revoke the link of a snapshot for good.',
      path: z.object({ project, snapshot }),
      problems: [404, 503],
    }),
  },
  '/api/projects/{project}/snapshots/{snapshot}/link': {
    post: describeOperation({
      id: 'replaceSnapshotLink',
      summary: 'A new link for a snapshot; the old one does not work any more.',
      path: z.object({ project, snapshot }),
      answer: snapshotLinkSchema,
      problems: [404, 410, 503],
    }),
  },
  '/api/snapshots/{token}': {
    get: describeOperation({
      id: 'getSharedSnapshot',
      summary: 'What a link shows, and what has changed in the live data since.',
      path: z.object({ token }),
      answer: sharedSnapshotSchema,
      problems: [404, 410],
      isOpen: true,
    }),
    delete: describeOperation({
      id: 'revokeSharedSnapshot',
      summary: 'Revoke a link for good.',
      path: z.object({ token }),
      problems: [403, 404, 503],
      isOpen: true,
    }),
  },
  '/api/snapshots/{token}/export': {
    get: describeOperation({
      id: 'exportSharedSnapshot',
      summary: 'What a link shows, as Markdown, JSON, JUnit XML, SARIF 2.1.0 or one HTML file.',
      path: z.object({ token }),
      query: exportQuerySchema,
      answer: z.string(),
      media: '*/*',
      problems: [400, 404, 410],
      isOpen: true,
    }),
  },
};
