import { z } from 'zod';
import {
  currentMetricType,
  LEGACY_METRIC_TYPES,
  type LegacyMetricType,
  METRIC_TYPES,
  RETURN_TYPES,
} from '../../domain/catalog-metric';
import { filterSchema } from './event-search';
import { absentIfNull, jsonObjectSchema, text } from './members';
import { operation } from './operation';

const name = z.string().min(1).max(200);
const flag = absentIfNull(z.boolean());

const type = z
  .enum([...METRIC_TYPES, ...(Object.keys(LEGACY_METRIC_TYPES) as LegacyMetricType[])])
  .transform(currentMetricType);

const categorySchema = z.strictObject({ category: z.string().max(200), score: z.number().nullable() });
const childMetricSchema = z.looseObject({
  id: z.string().min(1).optional(),
  name: z.string().max(200),
  weight: z.number(),
  scale: z.number().int().nullish(),
});

/** The definition of a metric, with what npm `honeyhive` 1.0.42 says in its own words. Closed: other members are refused. */
const members = {
  name: absentIfNull(name),
  type: absentIfNull(type),
  criteria: absentIfNull(z.string().min(1)),
  description: text,
  return_type: absentIfNull(z.enum(RETURN_TYPES)),
  enabled_in_prod: flag,
  needs_ground_truth: flag,
  sampling_percentage: absentIfNull(z.number().min(0).max(100)),
  model_provider: z.string().nullish(),
  model_name: z.string().nullish(),
  scale: z.number().int().nullish(),
  threshold: jsonObjectSchema.nullish(),
  categories: z.array(categorySchema).min(1).nullish(),
  child_metrics: z.array(childMetricSchema).min(1).nullish(),
  filters: absentIfNull(z.strictObject({ filterArray: z.array(filterSchema) })),
  task: text,
  code_snippet: text,
  prompt: text,
  pass_when: flag,
  event_name: text,
  event_type: text,
};

const updateMetricSchema = z.strictObject(members);
export type MetricMembers = z.infer<typeof updateMetricSchema>;

/** Both say what the metric computes with. */
const COMPUTED: readonly string[] = ['PYTHON', 'LLM'];

const createMetricSchema = z
  .strictObject({ ...members, name, type })
  .refine(
    ({ type, criteria, code_snippet, prompt }) => !COMPUTED.includes(type) || (criteria ?? code_snippet ?? prompt),
    {
      path: ['criteria'],
      message: 'expected text',
    },
  );

const legacyUpdateMetricSchema = z
  .strictObject({ ...members, id: text, metric_id: text })
  .refine(({ id, metric_id }) => id ?? metric_id, { path: ['id'], message: 'expected the id of a metric' });

const createVersionSchema = z.strictObject({
  message: z.string(),
  content: createMetricSchema,
  deploy_immediately: flag,
});

/** `MetricVersionContent`. */
const contentMembers = {
  name: z.string(),
  type: z.enum(METRIC_TYPES),
  criteria: z.string(),
  description: z.string(),
  return_type: z.enum(RETURN_TYPES),
  enabled_in_prod: z.boolean(),
  needs_ground_truth: z.boolean(),
  sampling_percentage: z.number(),
  model_provider: z.string().nullable(),
  model_name: z.string().nullable(),
  scale: z.number().int().nullable(),
  threshold: jsonObjectSchema.nullable(),
  categories: z.array(jsonObjectSchema).nullable(),
  child_metrics: z.array(jsonObjectSchema).nullable(),
  filters: jsonObjectSchema,
};
/** `MetricItem`. */
const metricSchema = z.object({
  id: z.string(),
  ...contentMembers,
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
/** `Metric` of the prefix-less answers. */
const legacyMetricSchema = z.looseObject({
  _id: z.string(),
  name: z.string(),
  task: z.string(),
  type: z.enum(Object.keys(LEGACY_METRIC_TYPES) as LegacyMetricType[]),
  description: z.string(),
  return_type: z.enum(['float', 'boolean', 'string']),
});
const versionSchema = z.object({
  name: z.string(),
  full_sha: z.string(),
  message: z.string(),
  date: z.iso.datetime(),
  deployed: z.boolean(),
  content: z.object(contentMembers),
});

const metricPath = z.object({ metric_id: z.string() });
const updated = z.object({ updated: z.boolean() });
const deleted = z.object({ deleted: z.boolean() });
const version = z.object({ success: z.boolean(), data: versionSchema });

export const METRIC_OPERATIONS = {
  listMetrics: operation({
    method: 'GET',
    paths: ['/metrics'],
    summary: 'Metric definitions, oldest first; without the prefix as a bare list.',
    scope: 'read',
    query: z.object({
      project: z.string().optional(),
      project_name: z.string().optional(),
      type: type.optional(),
      id: z.string().optional(),
    }),
    answer: z.union([z.object({ metrics: z.array(metricSchema) }), z.array(legacyMetricSchema)]),
  }),
  createMetric: operation({
    method: 'POST',
    paths: ['/metrics'],
    summary: 'Keep the definition of a metric, as its first version. Nothing is computed by it here.',
    scope: 'ingest',
    body: createMetricSchema,
    answer: z.object({ inserted: z.boolean(), metric_id: z.string() }),
  }),
  legacyUpdateMetric: operation({
    method: 'PUT',
    paths: ['/metrics'],
    summary: 'Change the metric that the body names.',
    scope: 'ingest',
    body: legacyUpdateMetricSchema,
    answer: updated,
  }),
  updateMetric: operation({
    method: 'PUT',
    paths: ['/metrics/{metric_id}'],
    summary: 'Change a metric, which makes a version of it. Unknown members are refused.',
    scope: 'ingest',
    path: metricPath,
    body: updateMetricSchema,
    answer: updated,
  }),
  legacyDeleteMetric: operation({
    method: 'DELETE',
    paths: ['/metrics'],
    summary: 'Delete the metric that the query names.',
    scope: 'admin',
    query: z.object({ metric_id: z.string().min(1) }),
    answer: deleted,
  }),
  deleteMetric: operation({
    method: 'DELETE',
    paths: ['/metrics/{metric_id}'],
    summary: 'Delete a metric with its versions.',
    scope: 'admin',
    path: metricPath,
    answer: deleted,
  }),
  listMetricVersions: operation({
    method: 'GET',
    paths: ['/metrics/{metric_id}/versions'],
    summary: 'Every definition the metric has had, oldest first.',
    scope: 'read',
    path: metricPath,
    answer: z.object({ success: z.boolean(), data: z.array(versionSchema) }),
  }),
  createMetricVersion: operation({
    method: 'POST',
    paths: ['/metrics/{metric_id}/versions'],
    summary: 'Keep another definition of the metric, which is deployed if the body says so.',
    scope: 'ingest',
    path: metricPath,
    body: createVersionSchema,
    answer: version,
  }),
  deployMetricVersion: operation({
    method: 'POST',
    paths: ['/metrics/{metric_id}/versions/{version_name}/deploy'],
    summary: 'Make a version the definition of the metric.',
    scope: 'ingest',
    path: z.object({ metric_id: z.string(), version_name: z.string() }),
    answer: version,
  }),
};
