import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import {
  datapointListQuerySchema,
  datapointListSchema,
  runDeletionSchema,
  runDetailSchema,
  runListQuerySchema,
  runListSchema,
} from '../runs';
import { mergedTreeSchema, nodeSpansQuerySchema, nodeSpansSchema, runChangeSchema } from '../structure';
import { describeOperation } from './describe-operation';
import { path, project, run } from './path-parameters';

export const RUNS_PATHS: ZodOpenApiPathsObject = {
  '/api/projects/{project}/runs': {
    get: describeOperation({
      id: 'listRuns',
      summary: 'Runs of a project, page by page.',
      path: z.object({ project }),
      query: runListQuerySchema,
      answer: runListSchema,
      problems: [400, 404],
    }),
  },
  '/api/projects/{project}/runs/{run}': {
    get: describeOperation({
      id: 'getRun',
      summary: 'One run with its verdict and findings.',
      path: z.object({ project, run }),
      answer: runDetailSchema,
      problems: [404],
    }),
    delete: describeOperation({
      id: 'deleteRun',
      summary: 'Remove a run with all its sessions and everything that was received for them.',
      path: z.object({ project, run }),
      unfinished: runDeletionSchema,
      problems: [404, 409, 503],
    }),
  },
  '/api/projects/{project}/runs/{run}/datapoints': {
    get: describeOperation({
      id: 'listDatapoints',
      summary: 'The sessions of a run, page by page.',
      path: z.object({ project, run }),
      query: datapointListQuerySchema,
      answer: datapointListSchema,
      problems: [400, 404],
    }),
  },
  '/api/projects/{project}/runs/{run}/structure': {
    get: describeOperation({
      id: 'getStructure',
      summary: 'The merged name-path tree of a run, with the states of every key at every node.',
      path: z.object({ project, run }),
      answer: mergedTreeSchema,
      problems: [404],
    }),
  },
  '/api/projects/{project}/runs/{run}/structure/{path}': {
    get: describeOperation({
      id: 'listNodeSpans',
      summary: 'Example spans of one node of the merged tree.',
      path: z.object({ project, run, path }),
      query: nodeSpansQuerySchema,
      answer: nodeSpansSchema,
      problems: [400, 404],
    }),
  },
  '/api/projects/{project}/runs/{run}/changes': {
    get: describeOperation({
      id: 'watchRun',
      summary: 'Server-sent events: one message `change` whenever the run changed, with these members as JSON.',
      path: z.object({ project, run }),
      answer: runChangeSchema,
      media: 'text/event-stream',
      problems: [404, 503],
    }),
  },
};
