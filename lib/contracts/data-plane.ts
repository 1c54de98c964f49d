import { z } from 'zod';
import { EVENT_TYPES } from '../domain/event';
import { FILTER_OPERATORS, FILTER_TYPES, isUsableFilter, readInstant } from '../domain/event-filter';
import { isJsonObject, type JsonObject, type JsonValue } from '../domain/json';
import { RUN_STATUSES } from '../domain/records';
import { AGGREGATES } from '../domain/run-result';

/**
 * Bodies of the HoneyHive data-plane API, as its clients send them (OpenAPI 1.2.1 with the legacy forms). What is
 * unknown is ignored and `null` counts as absent, as upstream; a member of the wrong type is refused.
 */

/** Kept by reference, never copied: a copy would have to know about keys such as `__proto__`. */
const jsonObjectSchema = z.custom<JsonObject>((value) => isJsonObject(value as JsonValue), 'expected an object');
const jsonValueSchema = z.custom<JsonValue>((value) => value !== undefined);

const bucket = absentIfNull(jsonObjectSchema);
const text = absentIfNull(z.string());
const texts = absentIfNull(z.array(z.string()));
/** Unix milliseconds or a duration in milliseconds. */
const millis = absentIfNull(z.union([z.number(), z.bigint().transform(Number)], 'expected a number'));

function absentIfNull<S extends z.ZodType>(schema: S) {
  return schema.nullish().transform((value) => value ?? undefined);
}

/** `{ [wrapper]: {…} }` and the bare object are the same body. */
function bareOrIn<S extends z.ZodType>(wrapper: string, schema: S) {
  const unwrap = (value: unknown) => {
    const inner = isJsonObject(value as JsonValue) ? (value as JsonObject)[wrapper] : undefined;
    return isJsonObject(inner) ? inner : value;
  };
  return z.preprocess(unwrap, schema);
}

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

export const updateRunSchema = bareOrIn('run', z.object(runMembers));
export type UpdateRunBody = z.infer<typeof updateRunSchema>;

export const createRunSchema = bareOrIn('run', z.object({ ...runMembers, run_id: text }));
export type CreateRunBody = z.infer<typeof createRunSchema>;

export const runResultQuerySchema = z.object({ aggregate_function: z.enum(AGGREGATES).default('average') });

const buckets = {
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

export const startSessionSchema = bareOrIn(
  'session',
  z.object({
    ...buckets,
    project: text,
    /** Anything: what is no UUID is replaced by the server. */
    session_id: absentIfNull(jsonValueSchema),
    session_name: text,
    event_name: text,
    source: text,
    start_time: millis,
  }),
);
export type StartSessionBody = z.infer<typeof startSessionSchema>;

export const updateEventSchema = z.object({ ...buckets, project: text });
export type UpdateEventBody = z.infer<typeof updateEventSchema>;

/** The legacy form names the event in the body. */
export const legacyUpdateEventSchema = z.object({ ...buckets, project: text, event_id: z.string().min(1) });

export const createEventSchema = bareOrIn(
  'event',
  z.object({
    ...buckets,
    project: text,
    event_type: z.enum(EVENT_TYPES),
    event_name: text,
    event_id: absentIfNull(jsonValueSchema),
    session_id: text,
    parent_id: text,
    source: text,
    start_time: millis,
  }),
);
export type CreateEventBody = z.infer<typeof createEventSchema>;

const filterSchema = z
  .object({
    field: z.string().min(1),
    operator: z.enum(FILTER_OPERATORS),
    value: z.union(
      [z.string(), z.number(), z.bigint(), z.boolean(), z.null()],
      'expected a string, number, boolean or null',
    ),
    type: z.enum(FILTER_TYPES),
  })
  .refine(isUsableFilter, 'this value can not be read as the type given');

const instantSchema = z
  .union([z.string(), z.number()], 'expected a date')
  .refine((value) => readInstant(value) !== undefined, 'expected a date, e.g. 2026-01-31T12:00:00Z');

export const exportEventsSchema = z.object({
  project: text,
  filters: absentIfNull(z.array(filterSchema)).transform((filters) => filters ?? []),
  dateRange: absentIfNull(z.object({ $gte: absentIfNull(instantSchema), $lte: absentIfNull(instantSchema) })),
  projections: texts.transform((fields) => fields ?? []),
  limit: absentIfNull(z.number().int().min(1).max(7500)).transform((limit) => limit ?? 1000),
  page: absentIfNull(z.number().int().min(1)).transform((page) => page ?? 1),
  evaluation_id: text,
});
export type ExportEventsBody = z.infer<typeof exportEventsSchema>;
