import { z } from 'zod';
import { isJsonObject, type JsonValue } from '../../domain/json';
import { datapointMappingSchema } from './datasets';
import { filterSchema } from './event-search';
import { absentIfNull, bucket, dateRange, jsonObjectSchema, listParameter, text, texts } from './members';
import { operation } from './operation';

const ids = absentIfNull(z.array(z.string().min(1)));

const members = {
  inputs: bucket,
  history: absentIfNull(z.array(jsonObjectSchema)),
  ground_truth: bucket,
  /** What an older client sent, and no backend read (honeyhive-system.md 6.3 C8): read as `ground_truth`, and reported. */
  ground_truths: bucket,
  metadata: bucket,
  linked_event: text,
  linked_datasets: ids,
  linked_evals: texts,
};

const createDatapointSchema = z.object({ ...members, project: text });
const updateDatapointSchema = z.object(members);
export type DatapointBody = z.infer<typeof updateDatapointSchema>;

/** One filter, or a list of them. */
const filters = z.preprocess(
  (value) => (isJsonObject(value as JsonValue) ? [value] : value),
  absentIfNull(z.array(filterSchema)),
);

const batchSchema = z.object({
  project: text,
  events: ids,
  mapping: absentIfNull(datapointMappingSchema),
  filters,
  dateRange,
  checkState: bucket,
  selectAll: absentIfNull(z.boolean()),
  dataset_id: absentIfNull(z.string().min(1)),
});
export type BatchBody = z.infer<typeof batchSchema>;

/** `Datapoint`; of the prefix-less answers `_id` is the id and absent stands for null. */
const datapointSchema = z.object({
  id: z.string(),
  _id: z.string().optional(),
  project_id: z.string(),
  inputs: jsonObjectSchema,
  history: z.array(jsonObjectSchema),
  ground_truth: jsonObjectSchema.nullish(),
  metadata: jsonObjectSchema,
  linked_event: z.string().nullish(),
  linked_datasets: z.array(z.string()),
  linked_evals: z.array(z.string()).optional(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});

const datapointPath = z.object({ datapoint_id: z.string() });

export const DATAPOINT_OPERATIONS = {
  listDatapoints: operation({
    method: 'GET',
    paths: ['/datapoints'],
    summary: 'Datapoints: of a dataset by name in its order, else oldest first.',
    scope: 'read',
    query: z.object({
      project: z.string().optional(),
      datapoint_ids: listParameter,
      dataset_name: z.string().optional(),
    }),
    answer: z.object({ datapoints: z.array(datapointSchema) }),
  }),
  createDatapoint: operation({
    method: 'POST',
    paths: ['/datapoints'],
    summary: 'Make a datapoint, and put it at the end of the datasets it names.',
    scope: 'ingest',
    body: createDatapointSchema,
    answer: z.object({
      inserted: z.boolean(),
      result: z.object({ insertedId: z.string(), insertedIds: z.array(z.string()) }),
    }),
  }),
  batchCreateDatapoints: operation({
    method: 'POST',
    paths: ['/datapoints/batch'],
    summary: 'Make datapoints of stored events: of those that are listed, or of all that match.',
    scope: 'ingest',
    body: batchSchema,
    answer: z.object({ inserted: z.boolean(), insertedIds: z.array(z.string()) }),
  }),
  getDatapoint: operation({
    method: 'GET',
    paths: ['/datapoints/{datapoint_id}'],
    summary: 'One datapoint, in a list.',
    scope: 'read',
    path: datapointPath,
    answer: z.object({ datapoint: z.array(datapointSchema) }),
  }),
  updateDatapoint: operation({
    method: 'PUT',
    paths: ['/datapoints/{datapoint_id}'],
    summary: 'Change a datapoint: every member that is sent replaces the one that is kept.',
    scope: 'ingest',
    path: datapointPath,
    body: updateDatapointSchema,
    answer: z.object({ updated: z.boolean(), result: z.object({ modifiedCount: z.number() }) }),
  }),
  deleteDatapoint: operation({
    method: 'DELETE',
    paths: ['/datapoints/{datapoint_id}'],
    summary: 'Delete a datapoint; datasets lose it.',
    scope: 'admin',
    path: datapointPath,
    answer: z.object({ deleted: z.boolean() }),
  }),
};
