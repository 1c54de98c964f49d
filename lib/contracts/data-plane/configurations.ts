import { z } from 'zod';
import { absentIfNull, bucket, jsonObjectSchema, text, texts } from './members';
import { operation } from './operation';

const parameters = absentIfNull(jsonObjectSchema);

const members = {
  project: text,
  type: absentIfNull(z.enum(['LLM', 'pipeline'])),
  env: absentIfNull(z.array(z.enum(['dev', 'staging', 'prod']))),
  tags: texts,
  user_properties: bucket,
};

const createConfigurationSchema = z.object({
  ...members,
  name: z.string().min(1),
  provider: z.string().min(1),
  parameters: jsonObjectSchema,
});

const updateConfigurationSchema = z.object({ ...members, name: text, provider: text, parameters });

/** `ConfigurationItem`; of the prefix-less answers `_id` is the id and absent stands for null. */
const configurationSchema = z.object({
  id: z.string(),
  _id: z.string().optional(),
  project: z.string(),
  name: z.string(),
  type: z.string(),
  provider: z.string(),
  parameters: jsonObjectSchema,
  env: z.array(z.string()),
  tags: z.array(z.string()),
  user_properties: jsonObjectSchema.nullish(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});

const configurationPath = z.object({ configId: z.string() });

export const CONFIGURATION_OPERATIONS = {
  listConfigurations: operation({
    method: 'GET',
    paths: ['/configurations'],
    summary: 'Configurations, oldest first; without the prefix as a bare list.',
    scope: 'read',
    query: z.object({
      project: z.string().optional(),
      name: z.string().optional(),
      env: z.string().optional(),
      tags: z.string().optional().describe('One of its tags, or several with commas between: all must be there'),
    }),
    answer: z.union([z.object({ configurations: z.array(configurationSchema) }), z.array(configurationSchema)]),
  }),
  createConfiguration: operation({
    method: 'POST',
    paths: ['/configurations'],
    summary: 'Keep a configuration.',
    scope: 'ingest',
    body: createConfigurationSchema,
    answer: z.object({ acknowledged: z.boolean(), insertedId: z.string() }),
  }),
  updateConfiguration: operation({
    method: 'PUT',
    paths: ['/configurations/{configId}'],
    summary: 'Change a configuration: every member that is sent replaces the one that is kept.',
    scope: 'ingest',
    path: configurationPath,
    body: updateConfigurationSchema,
    answer: z.object({
      acknowledged: z.boolean(),
      modifiedCount: z.number(),
      upsertedId: z.null(),
      upsertedCount: z.number(),
      matchedCount: z.number(),
    }),
  }),
  deleteConfiguration: operation({
    method: 'DELETE',
    paths: ['/configurations/{configId}'],
    summary: 'Delete a configuration.',
    scope: 'admin',
    path: configurationPath,
    answer: z.object({ acknowledged: z.boolean(), deletedCount: z.number() }),
  }),
};
