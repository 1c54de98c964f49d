import { z } from 'zod';
import { EVENT_TYPES } from '../../domain/event';
import { contents, eventSchema, modelEventSchema, newEventSchema, newSessionSchema } from './event-members';
import { exportEventsSchema, listEventsQuery, searchEventsSchema } from './event-search';
import { absentIfNull, bareOrIn, dateRange, jsonObjectSchema, text } from './members';
import { operation } from './operation';

const updateEventSchema = z.object({ ...contents, project: text });
export type UpdateEventBody = z.infer<typeof updateEventSchema>;

const flag = absentIfNull(z.boolean());
/** Members of a batch besides its events, in the spellings of all clients. */
const batchMembers = {
  project: text,
  single_session: flag,
  is_single_session: flag,
  session: absentIfNull(newSessionSchema),
  session_properties: absentIfNull(newSessionSchema),
};
const batchSettings = z.object(batchMembers);
export type BatchSettings = z.infer<typeof batchSettings>;

const keptOne = z.object({ success: z.boolean(), event_id: z.string() });
const keptMany = z.object({
  success: z.boolean(),
  event_ids: z.array(z.string()),
  session_id: z
    .string()
    .optional()
    .meta({ description: 'The session of all of them; absent when they belong to several.' }),
});
const foundEvents = z.object({ events: z.array(jsonObjectSchema), count: z.number().int() });

/** `GetEventsSchemaResponse`. */
const schemaAnswer = z.object({
  fields: z.array(z.object({ name: z.string(), event_type: z.enum(EVENT_TYPES) })),
  datasets: z.array(z.string()),
  mappings: z.record(z.string(), z.array(z.object({ field_name: z.string(), event_type: z.enum(EVENT_TYPES) }))),
});

const eventPath = z.object({ event_id: z.string() });

export const EVENT_OPERATIONS = {
  createEvent: operation({
    method: 'POST',
    paths: ['/events'],
    summary: 'Keep one event; one of type session starts a session.',
    scope: 'ingest',
    body: bareOrIn('event', newEventSchema),
    answer: keptOne,
  }),
  createEventBatch: operation({
    method: 'POST',
    paths: ['/events/batch'],
    summary: 'Keep events, all or none; with single_session all under one session.',
    scope: 'ingest',
    body: z.object({ ...batchMembers, events: z.array(newEventSchema) }),
    answer: keptMany,
  }),
  createModelEvent: operation({
    method: 'POST',
    paths: ['/events/model'],
    summary: 'Keep one call of a model.',
    scope: 'ingest',
    body: bareOrIn('model_event', modelEventSchema),
    answer: keptOne,
  }),
  createModelEventBatch: operation({
    method: 'POST',
    paths: ['/events/model/batch'],
    summary: 'Keep calls of models, all or none; with single_session all under one session.',
    scope: 'ingest',
    body: z.object({ ...batchMembers, model_events: z.array(modelEventSchema) }),
    answer: keptMany,
  }),
  legacyUpdateEvent: operation({
    method: 'PUT',
    paths: ['/events'],
    summary: 'Change the event that the body names.',
    scope: 'ingest',
    body: z.object({ ...contents, project: text, event_id: z.string().min(1) }),
    answer: z.object({}),
  }),
  getEvent: operation({
    method: 'GET',
    paths: ['/events/{event_id}'],
    summary: 'One event.',
    scope: 'read',
    path: eventPath,
    answer: z.object({ event: eventSchema }),
  }),
  updateEvent: operation({
    method: 'PUT',
    paths: ['/events/{event_id}'],
    summary: 'Change an event: buckets are merged, outputs are replaced.',
    scope: 'ingest',
    path: eventPath,
    body: updateEventSchema,
    answer: z.object({}),
  }),
  listEvents: operation({
    method: 'GET',
    paths: ['/events'],
    summary: 'Events that pass every filter, newest first; filters and dateRange are JSON texts.',
    scope: 'read',
    query: listEventsQuery,
    answer: z.object({ events: z.array(jsonObjectSchema), totalEvents: z.number().int() }),
  }),
  exportEvents: operation({
    method: 'POST',
    paths: ['/events/export'],
    summary: 'Events that pass every filter, newest first; count (for older clients totalEvents) is of all that match.',
    scope: 'read',
    body: exportEventsSchema,
    answer: foundEvents.extend({ totalEvents: z.number().int() }),
  }),
  searchEvents: operation({
    method: 'POST',
    paths: ['/events/search'],
    summary: 'Events that pass every filter, newest first; unknown members are refused.',
    scope: 'read',
    body: searchEventsSchema,
    answer: foundEvents,
  }),
  getEventsSchema: operation({
    method: 'GET',
    paths: ['/events/schema'],
    summary: 'The fields that events have, by bucket; of a run with evaluation_id.',
    scope: 'read',
    query: z.object({ project: text, dateRange, evaluation_id: text }),
    answer: schemaAnswer,
  }),
  getRunsSchema: operation({
    method: 'GET',
    paths: ['/runs/schema'],
    summary: 'The fields that events of runs have, by bucket.',
    scope: 'read',
    query: z.object({ project: text, dateRange }),
    answer: schemaAnswer,
  }),
  getRunSchema: operation({
    method: 'GET',
    paths: ['/runs/{run_id}/schema'],
    summary: 'The fields that events of a run have, by bucket.',
    scope: 'read',
    path: z.object({ run_id: z.string() }),
    query: z.object({ dateRange }),
    answer: schemaAnswer,
  }),
};
