import { z } from 'zod';
import { AGGREGATES } from '../../domain/aggregate-values';
import { type DateRange, readDateRange } from '../../domain/date-range';
import { EVENT_TYPES } from '../../domain/event';
import { readInstant } from '../../domain/read-values';
import { RUN_STATUSES } from '../../domain/records';
import { filtersInQuery } from './event-search';
import { dateRange, listParameter } from './members';

/** Query parameters of the calls about runs. All come as text. */

/** Pages beyond are empty anyway, and their offsets would not fit the databases' integers. */
const PAGE_MAX = 1_000_000;
export const pageParameter = z.coerce.number().int().min(1).max(PAGE_MAX).default(1);

export function limitParameter(most: number, otherwise: number) {
  return z.coerce.number().int().min(1).max(most).default(otherwise);
}

const instantParameter = z
  .string()
  .refine((text) => readInstant(text) !== undefined, 'expected a date, ISO 8601 or Unix milliseconds')
  .optional();

/** `dateRange` as JSON text, or spread over several parameters as some query printers do. */
const dateRangeParameters = {
  dateRange: dateRange.describe('JSON text `{"$gte": date, "$lte": date}` or `{"relative": "7d"}`, or a span as `7d`'),
  'dateRange[$gte]': instantParameter,
  'dateRange[$lte]': instantParameter,
  'dateRange[relative]': z
    .string()
    .refine((relative) => readDateRange({ relative }) !== undefined, 'expected a span of time such as 24h or 7d')
    .optional(),
};
const datesInQuery = z.object(dateRangeParameters);

/** Whichever of the spellings was used; the whole one first. */
export function datesOfQuery(query: z.output<typeof datesInQuery>): DateRange | undefined {
  const { dateRange, 'dateRange[$gte]': $gte = null, 'dateRange[$lte]': $lte = null } = query;
  const relative = query['dateRange[relative]'];
  return dateRange ?? readDateRange(relative === undefined ? { $gte, $lte } : { relative });
}

/** One condition as JSON text, or what {@link filtersInQuery} takes. */
const filterParameter = z.preprocess(
  (value) => (typeof value === 'string' && value.trim().startsWith('{') ? [value] : value),
  filtersInQuery,
);

export const runPath = z.object({ run_id: z.string() });
export const runPairPath = z.object({ new_run_id: z.string(), old_run_id: z.string() });

export const listRunsQuery = z.object({
  dataset_id: z.string().optional(),
  name: z.string().optional().describe('Exactly this name'),
  status: z.enum(RUN_STATUSES).optional(),
  run_ids: listParameter,
  ...dateRangeParameters,
  page: pageParameter,
  limit: limitParameter(100, 20),
  sort_by: z.enum(['created_at', 'updated_at', 'name', 'status']).default('created_at'),
  sort_order: z.enum(['asc', 'desc']).default('desc'),
  project: z.string().optional().describe('Where no key says which project it is'),
});
export type ListRunsQuery = z.infer<typeof listRunsQuery>;

export const runMetricsQuery = z.object({ ...dateRangeParameters, filters: filtersInQuery });

export const runResultQuery = z.object({
  aggregate_function: z.enum(AGGREGATES).default('average'),
  filters: filtersInQuery,
});

export const comparedEventsQuery = z.object({
  event_name: z.string().optional(),
  event_type: z.enum(EVENT_TYPES).optional(),
  filter: filterParameter,
  page: pageParameter,
  limit: limitParameter(1000, 1000),
});
export type ComparedEventsQuery = z.infer<typeof comparedEventsQuery>;

export const legacyComparedEventsQuery = comparedEventsQuery.extend({
  run_id_1: z.string().describe('The new run'),
  run_id_2: z.string().describe('The old run'),
});
