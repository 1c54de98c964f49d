import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import manifest from '../../package.json';
import { problemSchema } from './common';
import {
  baselineSchema,
  comparedDatapointListSchema,
  comparedDatapointsQuerySchema,
  comparedTreeQuerySchema,
  compareExportQuerySchema,
  compareQuerySchema,
  comparisonSchema,
  pinnedBaselineListSchema,
} from './compare';
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
} from './snapshots';
import {
  historyQuerySchema,
  keyHistorySchema,
  mergedTreeSchema,
  nodeSpansQuerySchema,
  nodeSpansSchema,
  runChangeSchema,
} from './structure';

const project = z.string().describe('Name of the project');
const run = z.string().describe('Run id, as the client knows it');
const session = z.string().describe('Session id; the trace id for spans that name no session');
const span = z.string().describe('16 hex digits');
const path = z.string().describe('16 hex digits: a place in the merged tree');
const snapshot = z.string().describe('Id of the snapshot, from its list');
const token = z.string().describe('From the link');

const PROBLEMS = {
  400: 'The request can not be understood; `detail` names the parameter or member.',
  404: 'Never received, deleted, or in another project; `detail` says which.',
  409: 'New spans keep arriving for it, or some of it is being deleted.',
  410: 'Expired, revoked, or deleted with the data it showed; `detail` says which.',
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
  /** Media type of an answer that is no JSON. */
  readonly media?: string;
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
  media = 'application/json',
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
        : { '200': { description: 'The answer.', content: { [media]: { schema: answer } } } }),
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
  '/api/projects/{project}/runs/{run}/structure': {
    get: operation({
      id: 'getStructure',
      summary: 'The merged name-path tree of a run, with the states of every key at every node.',
      path: z.object({ project, run }),
      answer: mergedTreeSchema,
      problems: [404],
    }),
  },
  '/api/projects/{project}/runs/{run}/structure/{path}': {
    get: operation({
      id: 'listNodeSpans',
      summary: 'Example spans of one node of the merged tree.',
      path: z.object({ project, run, path }),
      query: nodeSpansQuerySchema,
      answer: nodeSpansSchema,
      problems: [400, 404],
    }),
  },
  '/api/projects/{project}/runs/{run}/changes': {
    get: operation({
      id: 'watchRun',
      summary: 'Server-sent events: one message `change` whenever the run changed, with these members as JSON.',
      path: z.object({ project, run }),
      answer: runChangeSchema,
      media: 'text/event-stream',
      problems: [404, 503],
    }),
  },
  '/api/projects/{project}/runs/{run}/baseline': {
    get: operation({
      id: 'getBaseline',
      summary: 'The run that this one is to be compared with.',
      path: z.object({ project, run }),
      answer: baselineSchema,
      problems: [404],
    }),
    put: operation({
      id: 'pinBaseline',
      summary: 'Make this run the baseline of its dataset, or of its name.',
      path: z.object({ project, run }),
      answer: baselineSchema,
      problems: [400, 404, 503],
    }),
    delete: operation({
      id: 'unpinBaseline',
      summary: 'Go back to the latest passing run as the baseline.',
      path: z.object({ project, run }),
      problems: [404, 503],
    }),
  },
  '/api/projects/{project}/baselines': {
    get: operation({
      id: 'listBaselines',
      summary: 'Every baseline chosen by hand.',
      path: z.object({ project }),
      answer: pinnedBaselineListSchema,
      problems: [404],
    }),
  },
  '/api/projects/{project}/history': {
    get: operation({
      id: 'getHistory',
      summary: 'One key over the ordered runs, with every change from good to bad and back.',
      path: z.object({ project }),
      query: historyQuerySchema,
      answer: keyHistorySchema,
      problems: [400, 404],
    }),
  },
  '/api/projects/{project}/compare': {
    get: operation({
      id: 'compareRuns',
      summary: 'A candidate against a baseline: what is newly missing, fixed, still missing.',
      path: z.object({ project }),
      query: compareQuerySchema,
      answer: comparisonSchema,
      problems: [400, 404],
    }),
  },
  '/api/projects/{project}/compare/datapoints': {
    get: operation({
      id: 'listComparedDatapoints',
      summary: 'Datapoints of a comparison, most newly missing first.',
      path: z.object({ project }),
      query: comparedDatapointsQuerySchema,
      answer: comparedDatapointListSchema,
      problems: [400, 404],
    }),
  },
  '/api/projects/{project}/compare/tree': {
    get: operation({
      id: 'getComparedTree',
      summary: 'The merged tree of both runs, or of one datapoint in both.',
      path: z.object({ project }),
      query: comparedTreeQuerySchema,
      answer: mergedTreeSchema,
      problems: [400, 404],
    }),
  },
  '/api/projects/{project}/compare/export': {
    get: operation({
      id: 'exportComparison',
      summary: 'A comparison as Markdown, JSON, JUnit XML, SARIF 2.1.0 or one HTML file.',
      path: z.object({ project }),
      query: compareExportQuerySchema,
      answer: z.string(),
      media: '*/*',
      problems: [400, 404],
    }),
  },
  '/api/projects/{project}/snapshots': {
    get: operation({
      id: 'listSnapshots',
      summary: 'Frozen comparisons of a project, newest first.',
      path: z.object({ project }),
      query: snapshotListQuerySchema,
      answer: snapshotListSchema,
      problems: [400, 404],
    }),
    post: operation({
      id: 'createSnapshot',
      summary: 'Freeze a comparison under an unguessable link, which is told only here.',
      path: z.object({ project }),
      body: snapshotCreateSchema,
      answer: snapshotLinkSchema,
      problems: [400, 404, 409, 413, 415, 503],
    }),
  },
  '/api/projects/{project}/snapshots/preview': {
    post: operation({
      id: 'previewSnapshot',
      summary: 'What a snapshot would show, and what would be replaced in it. Nothing is kept.',
      path: z.object({ project }),
      body: snapshotPreviewSchema,
      answer: snapshotPreviewResultSchema,
      problems: [400, 404, 413, 415],
    }),
  },
  '/api/projects/{project}/snapshots/{snapshot}': {
    patch: operation({
      id: 'updateSnapshot',
      summary: 'Rename a snapshot, or change when its link expires.',
      path: z.object({ project, snapshot }),
      body: snapshotPatchSchema,
      answer: snapshotSchema,
      problems: [400, 404, 410, 413, 415, 503],
    }),
    delete: operation({
      id: 'revokeSnapshot',
      summary: 'Revoke the link of a snapshot for good.',
      path: z.object({ project, snapshot }),
      problems: [404, 503],
    }),
  },
  '/api/projects/{project}/snapshots/{snapshot}/link': {
    post: operation({
      id: 'replaceSnapshotLink',
      summary: 'A new link for a snapshot; the old one does not work any more.',
      path: z.object({ project, snapshot }),
      answer: snapshotLinkSchema,
      problems: [404, 410, 503],
    }),
  },
  '/api/snapshots/{token}': {
    get: operation({
      id: 'getSharedSnapshot',
      summary: 'What a link shows, and what has changed in the live data since.',
      path: z.object({ token }),
      answer: sharedSnapshotSchema,
      problems: [404, 410],
    }),
    delete: operation({
      id: 'revokeSharedSnapshot',
      summary: 'Revoke a link for good.',
      path: z.object({ token }),
      problems: [404, 503],
    }),
  },
  '/api/snapshots/{token}/export': {
    get: operation({
      id: 'exportSharedSnapshot',
      summary: 'What a link shows, as Markdown, JSON, JUnit XML, SARIF 2.1.0 or one HTML file.',
      path: z.object({ token }),
      query: exportQuerySchema,
      answer: z.string(),
      media: '*/*',
      problems: [400, 404, 410],
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
