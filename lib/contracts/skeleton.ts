import { z } from 'zod';
import { EVENT_TYPES } from '../domain/event';
import { PARENT_STATES } from '../domain/parent-states';
import { attributionStateSchema, custodyStateSchema, unixNanoSchema } from './common';

const intsSchema = z
  .union([z.number().int(), z.array(z.number().int())])
  .describe('A number per span; a single one says that all have it');
const nanosSchema = z.union([z.number().int(), unixNanoSchema]).describe('Exact: text where a number could not be');

function dictionaryOf<T extends z.ZodType>(value: T) {
  return z.object({ values: z.array(value), index: intsSchema });
}

/** The spans of a session as columns, in canonical order (start, trace id, span id). */
export const skeletonSchema = z.object({
  version: z.string(),
  settled: z.boolean(),
  /** Attribution keys; every member of `states.values` is in this order. */
  keys: z.array(z.string()),
  count: z.number().int(),
  spanIds: z.array(z.string()),
  traceIds: dictionaryOf(z.string()),
  parents: intsSchema.describe('-1 for none, the index of a span, or `count` plus an index into `absentParents`'),
  absentParents: z.array(z.string()),
  parentStates: dictionaryOf(z.enum(PARENT_STATES)),
  parentSessionIds: dictionaryOf(z.string().nullable()),
  names: dictionaryOf(z.string()),
  kinds: intsSchema,
  types: dictionaryOf(z.enum(EVENT_TYPES)),
  firstStartUnixNano: unixNanoSchema,
  starts: z.array(nanosSchema).describe('Later than the span before'),
  durations: z.array(nanosSchema.nullable()).describe('null for a span that never ended'),
  statusCodes: intsSchema,
  states: dictionaryOf(z.array(attributionStateSchema)),
  custodies: dictionaryOf(custodyStateSchema.nullable()),
  sightings: intsSchema,
  variants: intsSchema,
  breaks: z.array(
    z.object({
      span: z.number().int(),
      keys: z.array(z.number().int()).describe('Indices into `keys`'),
      size: z.number().int(),
      finding: z.number().int().describe('Position among the findings of the session'),
    }),
  ),
});
export type SkeletonDto = z.infer<typeof skeletonSchema>;
