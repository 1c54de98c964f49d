import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import manifest from '../../package.json';
import { problemSchema } from './common';
import { healthSchema, projectListSchema, projectPatchSchema, projectSchema, sampleResultSchema } from './projects';
import { routingTableListSchema } from './routing-tables';
import {
  datapointListQuerySchema,
  datapointListSchema,
  runDeletionSchema,
  runDetailSchema,
  runListQuerySchema,
  runListSchema,
} from './runs';
import {
  sessionDetailSchema,
  sessionListQuerySchema,
  sessionListSchema,
  sessionSummarySchema,
  spanDetailSchema,
  spanQuerySchema,
  spanSearchQuerySchema,
  spanSearchSchema,
} from './sessions';
import { skeletonSchema } from './skeleton';

const project = z.string().describe('Name of the project');
const run = z.string().describe('Run id, as the client knows it');
const session = z.string().describe('Session id; the trace id for spans that name no session');
const span = z.string().describe('16 hex digits');

const PROBLEMS = {
  400: 'The request can not be understood; `detail` names the parameter or member.',
  404: 'Never received, deleted, or in another project; `detail` says which.',
  409: 'New spans keep arriving for it.',
  413: 'The body is too large.',
  415: 'The body is not plain JSON.',
  500: 'A defect of the server, which logs it.',
  503: 'The database can not be written now.',
} as const;
type ProblemStatus = keyof typeof PROBLEMS;

interface Operation {
  readonly id: string;
  readonly summary: string;
  /** Without one the answer is 204, which says nothing. */
  readonly answer?: z.ZodType;
  /** The answer 202, when the work is not done yet. */
  readonly unfinished?: z.ZodType;
  readonly path?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly problems: readonly ProblemStatus[];
}

function operation({
  id,
  summary,
  answer,
  unfinished,
  path,
  query,
  body,
  problems,
}: Operation): ZodOpenApiOperationObject {
  const refusals = [...problems, 500 as const].map((status) => [
    String(status),
    { description: PROBLEMS[status], content: { 'application/problem+json': { schema: problemSchema } } },
  ]);
  return {
    operationId: id,
    summary,
    requestParams: { ...(path && { path }), ...(query && { query }) },
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      ...(answer === undefined
        ? { '204': { description: 'Done.' } }
        : { '200': { description: 'The answer.', content: { 'application/json': { schema: answer } } } }),
      ...(unfinished && {
        '202': {
          description: 'Begun, and not done yet: send the request again to go on.',
          content: { 'application/json': { schema: unfinished } },
        },
      }),
      ...Object.fromEntries(refusals),
    },
  };
}

const PATHS: ZodOpenApiPathsObject = {
  '/api/projects': {
    get: operation({ id: 'listProjects', summary: 'Every project.', answer: projectListSchema, problems: [] }),
  },
  '/api/projects/{project}': {
    patch: operation({
      id: 'updateProject',
      summary: 'Choose the routing table a project uses, and the one it is judged by.',
      path: z.object({ project }),
      body: projectPatchSchema,
      answer: projectSchema,
      problems: [400, 404, 413, 415],
    }),
  },
  '/api/projects/{project}/runs': {
    get: operation({
      id: 'listRuns',
      summary: 'Runs of a project, page by page.',
      path: z.object({ project }),
      query: runListQuerySchema,
      answer: runListSchema,
      problems: [400, 404],
    }),
  },
  '/api/projects/{project}/runs/{run}': {
    get: operation({
      id: 'getRun',
      summary: 'One run with its verdict and findings.',
      path: z.object({ project, run }),
      answer: runDetailSchema,
      problems: [404],
    }),
    delete: operation({
      id: 'deleteRun',
      summary: 'Remove a run with all its sessions and everything that was received for them.',
      path: z.object({ project, run }),
      unfinished: runDeletionSchema,
      problems: [404, 409, 503],
    }),
  },
  '/api/projects/{project}/runs/{run}/datapoints': {
    get: operation({
      id: 'listDatapoints',
      summary: 'The sessions of a run, page by page.',
      path: z.object({ project, run }),
      query: datapointListQuerySchema,
      answer: datapointListSchema,
      problems: [400, 404],
    }),
  },
  '/api/projects/{project}/sessions': {
    get: operation({
      id: 'listSessions',
      summary: 'Sessions outside every run, page by page.',
      path: z.object({ project }),
      query: sessionListQuerySchema,
      answer: sessionListSchema,
      problems: [400, 404],
    }),
  },
  '/api/projects/{project}/sessions/{session}': {
    get: operation({
      id: 'getSession',
      summary: 'A session whole: every span with its states, and every finding.',
      path: z.object({ project, session }),
      answer: sessionDetailSchema,
      problems: [404],
    }),
    delete: operation({
      id: 'deleteSession',
      summary: 'Remove a session with everything that was received for it.',
      path: z.object({ project, session }),
      problems: [404, 409, 503],
    }),
  },
  '/api/projects/{project}/sessions/{session}/summary': {
    get: operation({
      id: 'getSessionSummary',
      summary: 'A session without its spans: record, verdict, worst findings.',
      path: z.object({ project, session }),
      answer: sessionSummarySchema,
      problems: [404],
    }),
  },
  '/api/projects/{project}/sessions/{session}/skeleton': {
    get: operation({
      id: 'getSkeleton',
      summary: 'The spans of a session as columns; gzipped for `Accept: application/gzip`, 304 for an ETag that fits.',
      path: z.object({ project, session }),
      answer: skeletonSchema,
      problems: [404],
    }),
  },
  '/api/projects/{project}/sessions/{session}/search': {
    get: operation({
      id: 'searchSpans',
      summary: 'Spans of a session whose sent keys or values contain a text.',
      path: z.object({ project, session }),
      query: spanSearchQuerySchema,
      answer: spanSearchSchema,
      problems: [400, 404],
    }),
  },
  '/api/projects/{project}/sessions/{session}/spans/{span}': {
    get: operation({
      id: 'getSpan',
      summary: 'What was sent for one span, what was stored, and the account of every sent key.',
      path: z.object({ project, session, span }),
      query: spanQuerySchema,
      answer: spanDetailSchema,
      problems: [400, 404],
    }),
  },
  '/api/sample': {
    post: operation({
      id: 'loadSample',
      summary: 'Replay the two recorded runs of the sample project.',
      answer: sampleResultSchema,
      problems: [503],
    }),
  },
  '/api/routing-tables': {
    get: operation({
      id: 'listRoutingTables',
      summary: 'Every routing table: which sent key goes where.',
      answer: routingTableListSchema,
      problems: [],
    }),
  },
  '/api/health': {
    get: operation({
      id: 'checkHealth',
      summary: '200 while data can be written.',
      answer: healthSchema,
      problems: [503],
    }),
  },
};

/** The OpenAPI 3.1 description of the JSON API, made from the same schemas that check it. */
export function openApiDocument(): ReturnType<typeof createDocument> {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: manifest.name,
      version: manifest.version,
      description:
        'Ids in paths are percent-encoded; one that is empty, `.`, `..` or begins with `~` gets a `~` in front. ' +
        'Times are RFC 3339, nanoseconds are decimal strings.',
    },
    paths: PATHS,
  });
}
