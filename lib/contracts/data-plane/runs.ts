import { z } from 'zod';
import { AGGREGATES } from '../../domain/aggregate-values';
import { EVENT_TYPES } from '../../domain/event';
import { METRIC_TYPES } from '../../domain/metric-rules';
import { RUN_STATUSES } from '../../domain/records';
import { absentIfNull, bareOrIn, bucket, jsonObjectSchema, jsonValueSchema, text, texts } from './members';
import { operation } from './operation';
import {
  comparedEventsQuery,
  legacyComparedEventsQuery,
  listRunsQuery,
  runMetricsQuery,
  runPairPath,
  runPath,
  runResultQuery,
} from './run-query';

const runMembers = {
  project: text,
  name: text,
  description: text,
  status: absentIfNull(z.enum(RUN_STATUSES)),
  metadata: bucket,
  results: bucket,
  configuration: bucket,
  dataset_id: text,
  event_ids: texts,
  datapoint_ids: texts,
  session_ids: texts,
  evaluators: absentIfNull(z.array(jsonValueSchema)),
  passing_ranges: bucket,
};

const updateRunSchema = bareOrIn('run', z.object(runMembers));
export type UpdateRunBody = z.infer<typeof updateRunSchema>;

const createRunSchema = bareOrIn('run', z.object({ ...runMembers, run_id: text }));

const OLDER = 'For calls without `/v1`, which in turn have no member that is null';

/** `ExperimentRunObject`, with what npm 1.0.42 reads in its `EvaluationRun`. */
const runObjectSchema = z.object({
  id: z.string(),
  run_id: z.string(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  status: z.enum(RUN_STATUSES),
  metadata: jsonObjectSchema,
  results: jsonObjectSchema,
  metrics: z.record(z.string(), z.number()).optional().describe('Aggregates by name, where events were read'),
  event_ids: z.array(z.string()),
  configuration: jsonObjectSchema,
  is_active: z.boolean(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime().nullish(),
  scope_type: z.string(),
  scope_id: z.string(),
  dataset_id: z.string().nullish(),
  dataset_name: z.string().nullish(),
  _id: z.string().optional().describe(OLDER),
  project: z.string().optional().describe(OLDER),
  datapoint_ids: z.array(z.string()).optional().describe(OLDER),
});
const evaluationSchema = z.object({ evaluation: runObjectSchema });

const eventKindMembers = { event_name: z.string(), event_type: z.enum(EVENT_TYPES) };
const passedOrFailed = { passed: z.array(z.string()), failed: z.array(z.string()) };

const metricDetailSchema = z.object({
  metric_name: z.string(),
  metric_type: z.enum(METRIC_TYPES),
  ...eventKindMembers,
  aggregate: z.number().optional(),
  values: z.array(z.number()),
  passing_range: z.object({ min: z.number().optional(), max: z.number().optional() }).optional(),
  datapoints: z.object(passedOrFailed),
});

const datapointResultSchema = z.object({
  datapoint_id: z.string(),
  session_id: z.string(),
  passed: z.boolean(),
  metrics: z.array(
    z.object({
      name: z.string(),
      ...eventKindMembers,
      value: z.union([z.number(), z.boolean()]),
      passed: z.boolean(),
    }),
  ),
});

/** `GetExperimentRunResultResponse`. */
const runResultSchema = z.object({
  status: z.enum(RUN_STATUSES),
  success: z.boolean(),
  ...passedOrFailed,
  metrics: z.object({ aggregation_function: z.enum(AGGREGATES), details: z.array(metricDetailSchema) }),
  datapoints: z.array(datapointResultSchema),
  event_details: z.array(z.object(eventKindMembers)),
  run_object: runObjectSchema,
});

/** `MetricComparison`, with what Python and npm clients read besides. */
const metricComparisonSchema = z.object({
  metric_name: z.string(),
  metric_type: z.enum(METRIC_TYPES),
  ...eventKindMembers,
  old_aggregate: z.number().optional(),
  new_aggregate: z.number().optional(),
  difference: z.number().optional(),
  percentage_change: z.number().optional(),
  found_count: z.number().int(),
  improved_count: z.number().int(),
  degraded_count: z.number().int(),
  same_count: z.number().int(),
  improved: z.array(z.string()),
  degraded: z.array(z.string()),
  same: z.array(z.string()),
  old_values: z.array(z.number()),
  new_values: z.array(z.number()),
});

/** `GetExperimentRunCompareResponse`. */
const runComparisonSchema = z.object({
  metrics: z.array(metricComparisonSchema),
  commonDatapoints: z.array(z.string()),
  event_details: z.array(z.object({ ...eventKindMembers, presence: z.enum(['old', 'new', 'both']) })),
  old_run: runObjectSchema,
  new_run: runObjectSchema,
});

/** `GetExperimentCompareEventsResponse`: `event_1` is of the new run. */
const comparedEventsSchema = z.object({
  events: z.array(z.object({ datapoint_id: z.string(), event_1: jsonObjectSchema, event_2: jsonObjectSchema })),
  totalEvents: z.number().int(),
});

const paginationSchema = z.object({
  page: z.number().int(),
  limit: z.number().int(),
  total: z.number().int(),
  total_unfiltered: z.number().int(),
  total_pages: z.number().int(),
  has_next: z.boolean(),
  has_prev: z.boolean(),
});

export const RUN_OPERATIONS = {
  createRun: operation({
    method: 'POST',
    paths: ['/runs'],
    summary: 'Announce a run; the id the client chose is kept.',
    scope: 'ingest',
    body: createRunSchema,
    answer: evaluationSchema.extend({ run_id: z.string() }),
  }),
  listRuns: operation({
    method: 'GET',
    paths: ['/runs'],
    summary: 'Runs, page by page, with the names of the metrics seen in those of the page.',
    scope: 'read',
    query: listRunsQuery,
    answer: z.object({
      evaluations: z.array(runObjectSchema),
      pagination: paginationSchema,
      metrics: z.array(z.string()),
    }),
  }),
  getRun: operation({
    method: 'GET',
    paths: ['/runs/{run_id}'],
    summary: 'One run.',
    scope: 'read',
    path: runPath,
    answer: evaluationSchema,
  }),
  updateRun: operation({
    method: 'PUT',
    paths: ['/runs/{run_id}'],
    summary: 'Change a run: metadata, results and configuration are merged, the rest is replaced.',
    scope: 'ingest',
    path: runPath,
    body: updateRunSchema,
    answer: evaluationSchema,
  }),
  deleteRun: operation({
    method: 'DELETE',
    paths: ['/runs/{run_id}'],
    summary: 'Remove a run with all its sessions and everything that was received for them.',
    scope: 'admin',
    path: runPath,
    answer: z.object({
      id: z.string(),
      deleted: z.boolean().describe('False when there is more than one request can remove: send it again'),
    }),
  }),
  getRunResult: operation({
    method: 'GET',
    paths: ['/runs/{run_id}/summary', '/runs/{run_id}/result'],
    summary: 'The metrics of a run, by event and datapoint.',
    scope: 'read',
    path: runPath,
    query: runResultQuery,
    answer: runResultSchema,
  }),
  getRunMetrics: operation({
    method: 'GET',
    paths: ['/runs/{run_id}/metrics'],
    summary: 'The metrics of a run as its events carry them.',
    scope: 'read',
    path: runPath,
    query: runMetricsQuery,
    answer: z.object({
      events: z.array(
        z.object({
          ...eventKindMembers,
          session_id: z.string(),
          metadata: z.object({ datapoint_id: z.string() }),
          metrics: z.record(z.string(), z.union([z.number(), z.boolean()])),
        }),
      ),
      totalEvents: z.number().int(),
    }),
  }),
  compareRuns: operation({
    method: 'GET',
    paths: ['/runs/{new_run_id}/compare/{old_run_id}', '/runs/{new_run_id}/compare-with/{old_run_id}'],
    summary: 'The metrics of two runs, joined on the datapoint id.',
    scope: 'read',
    path: runPairPath,
    query: runResultQuery,
    answer: runComparisonSchema,
  }),
  compareRunEvents: operation({
    method: 'GET',
    paths: ['/runs/{new_run_id}/compare/{old_run_id}/events'],
    summary: 'Events of two runs side by side, joined on the datapoint id, type and name.',
    scope: 'read',
    path: runPairPath,
    query: comparedEventsQuery,
    answer: comparedEventsSchema,
  }),
  legacyCompareRunEvents: operation({
    method: 'GET',
    paths: ['/runs/compare/events'],
    summary: 'Events of two runs side by side, the runs named in the query.',
    scope: 'read',
    query: legacyComparedEventsQuery,
    answer: comparedEventsSchema,
  }),
};
