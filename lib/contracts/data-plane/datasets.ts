import { z } from 'zod';
import { absentIfNull, bucket, jsonObjectSchema, text, texts } from './members';
import { operation } from './operation';

const name = absentIfNull(z.string().max(200));
const ids = absentIfNull(z.array(z.string().min(1)));

const members = { name, description: text, datapoints: ids };

/** What npm `honeyhive` 1.0.42 sends besides; kept and told again. */
const legacyMembers = {
  project: text,
  type: text,
  pipeline_type: text,
  saved: absentIfNull(z.boolean()),
  linked_evals: texts,
  metadata: bucket,
};

const createDatasetSchema = z.object({ ...members, ...legacyMembers });
export type CreateDatasetBody = z.infer<typeof createDatasetSchema>;

/** Closed upstream; the oldest Python client repeats the id of the path. */
const updateDatasetSchema = z.strictObject({ ...members, dataset_id: text });
const legacyUpdateDatasetSchema = z.object({ ...members, ...legacyMembers, dataset_id: z.string().min(1) });
export type UpdateDatasetBody = z.infer<typeof updateDatasetSchema> &
  Partial<Omit<z.infer<typeof legacyUpdateDatasetSchema>, 'dataset_id'>>;

const names = absentIfNull(z.array(z.string())).transform((fields) => fields ?? []);

/** Which members of a row, or fields of an event, go into which part of a datapoint. */
export const datapointMappingSchema = z.object({ inputs: names, history: names, ground_truth: names });

const addDatapointsSchema = z.object({
  project: text,
  data: z.array(jsonObjectSchema).min(1),
  mapping: datapointMappingSchema,
});

/** `Dataset`; of the prefix-less answers `_id` is the id and absent stands for null. */
const datasetSchema = z.object({
  id: z.string(),
  _id: z.string().optional(),
  name: z.string(),
  description: z.string().nullish(),
  datapoints: z.array(z.string()),
  num_points: z.number().int(),
  project: z.string(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  type: z.string().optional(),
  pipeline_type: z.string().optional(),
  saved: z.boolean().optional(),
  linked_evals: z.array(z.string()).optional(),
  metadata: jsonObjectSchema.optional(),
});

const datasetPath = z.object({ dataset_id: z.string() });
const deleted = z.object({ result: z.object({ id: z.string() }) });

export const DATASET_OPERATIONS = {
  listDatasets: operation({
    method: 'GET',
    paths: ['/datasets'],
    summary: 'Datasets, oldest first; without the prefix they come under `testcases`.',
    scope: 'read',
    query: z.object({
      project: z.string().optional(),
      dataset_id: z.string().optional(),
      name: z.string().optional(),
      type: z.string().optional(),
    }),
    answer: z.union([z.object({ datasets: z.array(datasetSchema) }), z.object({ testcases: z.array(datasetSchema) })]),
  }),
  createDataset: operation({
    method: 'POST',
    paths: ['/datasets'],
    summary: 'Make a dataset, of datapoints that are there if the body names any.',
    scope: 'ingest',
    body: createDatasetSchema,
    answer: z.object({ inserted: z.boolean(), result: z.object({ insertedId: z.string() }) }),
  }),
  legacyUpdateDataset: operation({
    method: 'PUT',
    paths: ['/datasets'],
    summary: 'Change the dataset that the body names.',
    scope: 'ingest',
    body: legacyUpdateDatasetSchema,
    answer: z.object({ result: datasetSchema }),
  }),
  updateDataset: operation({
    method: 'PUT',
    paths: ['/datasets/{dataset_id}'],
    summary: 'Change a dataset; `datapoints` replaces its members. Unknown members are refused.',
    scope: 'ingest',
    path: datasetPath,
    body: updateDatasetSchema,
    answer: z.object({ result: datasetSchema }),
  }),
  legacyDeleteDataset: operation({
    method: 'DELETE',
    paths: ['/datasets'],
    summary: 'Delete the dataset that the query names.',
    scope: 'admin',
    query: z.object({ dataset_id: z.string().min(1) }),
    answer: deleted,
  }),
  deleteDataset: operation({
    method: 'DELETE',
    paths: ['/datasets/{dataset_id}'],
    summary: 'Delete a dataset; its datapoints stay.',
    scope: 'admin',
    path: datasetPath,
    answer: deleted,
  }),
  addDatapoints: operation({
    method: 'POST',
    paths: ['/datasets/{dataset_id}/datapoints'],
    summary: 'Make a datapoint of every row and put them at the end of a dataset. What is mapped nowhere is metadata.',
    scope: 'ingest',
    path: datasetPath,
    body: addDatapointsSchema,
    answer: z.object({ inserted: z.boolean(), datapoint_ids: z.array(z.string()) }),
  }),
  removeDatapoint: operation({
    method: 'DELETE',
    paths: ['/datasets/{dataset_id}/datapoints/{datapoint_id}', '/datasets/{dataset_id}/{datapoint_id}'],
    summary: 'Take a datapoint out of a dataset; the datapoint stays.',
    scope: 'ingest',
    path: z.object({ dataset_id: z.string(), datapoint_id: z.string() }),
    answer: z.object({ dereferenced: z.boolean(), message: z.string() }),
  }),
};
