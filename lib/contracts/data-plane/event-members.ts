import { z } from 'zod';
import { EVENT_TYPES } from '../../domain/event';
import { absentIfNull, bucket, jsonObjectSchema, jsonValueSchema, millis, text, texts } from './members';

/** Events as data-plane clients send them and are answered (`LegacyEvent`, `ModelEvent`, `SessionProperties`). */

/**
 * What every body about an event may hold. Outputs that are no object are kept, though upstream takes none on update:
 * Python clients before 1.1 send texts, and tell nobody when all of the update is refused for it.
 */
export const contents = {
  inputs: bucket,
  outputs: absentIfNull(jsonValueSchema),
  config: bucket,
  metadata: bucket,
  metrics: bucket,
  feedback: bucket,
  user_properties: bucket,
  error: text,
  end_time: millis,
  duration: millis,
  children_ids: texts,
};

/** Anything: what is no UUID is replaced by the server. */
export const chosenId = absentIfNull(jsonValueSchema);

const newEventMembers = {
  ...contents,
  project: text,
  event_name: text,
  event_id: chosenId,
  session_id: text,
  parent_id: text,
  source: text,
  start_time: millis,
};

/** `PostEventRequest` and `LegacyEvent`. */
export const newEventSchema = z.object({ ...newEventMembers, event_type: z.enum(EVENT_TYPES) });
export type NewEventBody = z.infer<typeof newEventSchema>;

/** `ModelEvent`: what a model was asked and said, under names of their own (lib/domain/model-event.ts). */
export const modelEventSchema = z.object({
  ...newEventMembers,
  event_type: absentIfNull(z.enum(EVENT_TYPES)),
  model: text,
  model_name: text,
  model_version: text,
  provider: text,
  hyperparameters: bucket,
  template: absentIfNull(jsonValueSchema),
  template_inputs: absentIfNull(jsonValueSchema),
  tools: absentIfNull(jsonValueSchema),
  tool_choice: absentIfNull(jsonValueSchema),
  response_format: absentIfNull(jsonValueSchema),
  messages: absentIfNull(z.array(jsonValueSchema)),
  response: absentIfNull(jsonValueSchema),
  usage: bucket,
  cost: absentIfNull(jsonValueSchema),
});
export type ModelEventBody = z.infer<typeof modelEventSchema>;

/** `StartSessionRequest` and `SessionProperties`. */
export const newSessionSchema = z.object({
  ...contents,
  project: text,
  session_id: chosenId,
  session_name: text,
  event_name: text,
  source: text,
  start_time: millis,
});
export type NewSessionBody = z.infer<typeof newSessionSchema>;

/** Members of an event as it is answered; all are there. */
export const eventMembers = {
  event_id: z.string(),
  event_type: z.enum(EVENT_TYPES),
  event_name: z.string(),
  session_id: z.string(),
  parent_id: z.string().nullable(),
  children_ids: z.array(z.string()),
  source: z.string().nullable(),
  inputs: jsonObjectSchema,
  outputs: jsonValueSchema,
  config: jsonObjectSchema,
  metadata: jsonObjectSchema,
  metrics: jsonObjectSchema,
  feedback: jsonObjectSchema,
  user_properties: jsonObjectSchema,
  error: z.string().nullable(),
  start_time: z.number(),
  end_time: z.number().nullable(),
  duration: z.number().nullable(),
};

export const eventSchema = z.object({ ...eventMembers, project: z.string(), project_id: z.string() });
