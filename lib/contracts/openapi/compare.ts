import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import {
  baselineSchema,
  comparedDatapointListSchema,
  comparedDatapointsQuerySchema,
  comparedTreeQuerySchema,
  compareExportQuerySchema,
  compareQuerySchema,
  comparisonSchema,
  pinnedBaselineListSchema,
} from '../compare';
import { historyQuerySchema, keyHistorySchema, mergedTreeSchema } from '../structure';
import { describeOperation } from './describe-operation';
import { project, run } from './path-parameters';

export const COMPARE_PATHS: ZodOpenApiPathsObject = {
  '/api/projects/{project}/runs/{run}/baseline': {
    get: describeOperation({
      id: 'getBaseline',
      summary: 'The run that this one is to be compared with.',
      path: z.object({ project, run }),
      answer: baselineSchema,
      problems: [404],
    }),
    put: describeOperation({
      id: 'pinBaseline',
      summary: 'Make this run the baseline of its dataset, or of its name.',
      path: z.object({ project, run }),
      answer: baselineSchema,
      problems: [400, 404, 503],
    }),
    delete: describeOperation({
      id: 'unpinBaseline',
      summary: 'Go back to the latest passing run as the baseline.',
      path: z.object({ project, run }),
      problems: [404, 503],
    }),
  },
  '/api/projects/{project}/baselines': {
    get: describeOperation({
      id: 'listBaselines',
      summary: 'Every baseline chosen by hand.',
      path: z.object({ project }),
      answer: pinnedBaselineListSchema,
      problems: [404],
    }),
  },
  '/api/projects/{project}/history': {
    get: describeOperation({
      id: 'getHistory',
      summary: 'One key over the ordered runs, with every change from good to bad and back.',
      path: z.object({ project }),
      query: historyQuerySchema,
      answer: keyHistorySchema,
      problems: [400, 404],
    }),
  },
  '/api/projects/{project}/compare': {
    get: describeOperation({
      id: 'compareRuns',
      summary: 'A candidate against a baseline: what is newly missing, fixed, still missing.',
      path: z.object({ project }),
      query: compareQuerySchema,
      answer: comparisonSchema,
      problems: [400, 404],
    }),
  },
  '/api/projects/{project}/compare/datapoints': {
    get: describeOperation({
      id: 'listComparedDatapoints',
      summary: 'Datapoints of a comparison, most newly missing first.',
      path: z.object({ project }),
      query: comparedDatapointsQuerySchema,
      answer: comparedDatapointListSchema,
      problems: [400, 404],
    }),
  },
  '/api/projects/{project}/compare/tree': {
    get: describeOperation({
      id: 'getComparedTree',
      summary: 'The merged tree of both runs, or of one datapoint in both.',
      path: z.object({ project }),
      query: comparedTreeQuerySchema,
      answer: mergedTreeSchema,
      problems: [400, 404],
    }),
  },
  '/api/projects/{project}/compare/export': {
    get: describeOperation({
      id: 'exportComparison',
      summary: 'A comparison as Markdown, JSON, JUnit XML, SARIF 2.1.0 or one HTML file.',
      path: z.object({ project }),
      query: compareExportQuerySchema,
      answer: z.string(),
      media: '*/*',
      problems: [400, 404],
    }),
  },
};
