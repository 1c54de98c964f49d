import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import {
  sessionDetailSchema,
  sessionListQuerySchema,
  sessionListSchema,
  sessionSummarySchema,
  spanDetailSchema,
  spanQuerySchema,
  spanSearchQuerySchema,
  spanSearchSchema,
} from '../sessions';
import { skeletonSchema } from '../skeleton';
import { describeOperation } from './describe-operation';
import { project, session, span } from './path-parameters';

export const SESSIONS_PATHS: ZodOpenApiPathsObject = {
  '/api/projects/{project}/sessions': {
    get: describeOperation({
      id: 'listSessions',
      summary: 'Sessions outside every run, page by page.',
      path: z.object({ project }),
      query: sessionListQuerySchema,
      answer: sessionListSchema,
      problems: [400, 404],
    }),
  },
  '/api/projects/{project}/sessions/{session}': {
    get: describeOperation({
      id: 'getSession',
      summary: 'A session whole: every span with its states, and every finding.',
      path: z.object({ project, session }),
      answer: sessionDetailSchema,
      problems: [404],
    }),
    delete: describeOperation({
      id: 'deleteSession',
      summary: 'Remove a session with everything that was received for it.',
      path: z.object({ project, session }),
      problems: [404, 409, 503],
    }),
  },
  '/api/projects/{project}/sessions/{session}/summary': {
    get: describeOperation({
      id: 'getSessionSummary',
      summary: 'A session without its spans: record, verdict, worst findings.',
      path: z.object({ project, session }),
      answer: sessionSummarySchema,
      problems: [404],
    }),
  },
  '/api/projects/{project}/sessions/{session}/skeleton': {
    get: describeOperation({
      id: 'getSkeleton',
      summary: 'The spans of a session as columns; gzipped for `Accept: application/gzip`, 304 for an ETag that fits.',
      path: z.object({ project, session }),
      answer: skeletonSchema,
      problems: [404],
    }),
  },
  '/api/projects/{project}/sessions/{session}/search': {
    get: describeOperation({
      id: 'searchSpans',
      summary: 'Spans of a session whose sent keys or values contain a text.',
      path: z.object({ project, session }),
      query: spanSearchQuerySchema,
      answer: spanSearchSchema,
      problems: [400, 404],
    }),
  },
  '/api/projects/{project}/sessions/{session}/spans/{span}': {
    get: describeOperation({
      id: 'getSpan',
      summary: 'What was sent for one span, what was stored, and the account of every sent key.',
      path: z.object({ project, session, span }),
      query: spanQuerySchema,
      answer: spanDetailSchema,
      problems: [400, 404],
    }),
  },
};
