import { z } from 'zod';
import { type EventFilter, FILTER_OPERATORS, FILTER_TYPES, isUsableFilter } from '../../domain/event-filter';
import { readInstant } from '../../domain/read-values';
import { absentIfNull, dateRange, jsonTextOr, text, texts } from './members';

/** Conditions on events, and the three calls that take them: export, search and the older list (docs/data-plane.md). */

const FIELD_LENGTH_MAX = 1000;
const FILTERS_MAX = 100;

const filterMembers = {
  field: z.string().min(1).max(FIELD_LENGTH_MAX),
  operator: z.enum(FILTER_OPERATORS),
  value: z
    .union([z.string(), z.number(), z.bigint(), z.boolean(), z.null()], 'expected a string, number, boolean or null')
    .meta({ override: { type: ['string', 'number', 'boolean', 'null'] } }),
};
const NOT_USABLE = 'this value can not be read as the type given';

/** `SingleFilter`. `exists` and `not exists` need no value. */
export const filterSchema = z
  .object({ ...filterMembers, value: filterMembers.value.default(null), type: z.enum(FILTER_TYPES) })
  .refine(isUsableFilter, NOT_USABLE);

/** `EventSearchFilter`: without a type the value's own one counts. */
const searchFilterSchema = z
  .strictObject({ ...filterMembers, type: absentIfNull(z.enum(FILTER_TYPES)) })
  .transform((filter): EventFilter => ({ ...filter, type: filter.type ?? typeOfValue(filter.value) }))
  .refine(isUsableFilter, NOT_USABLE);

function typeOfValue(value: EventFilter['value']): EventFilter['type'] {
  if (typeof value === 'number' || typeof value === 'bigint') return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'string';
}

const listOf = <S extends z.ZodType>(filter: S) =>
  absentIfNull(z.array(filter).max(FILTERS_MAX)).transform((filters) => filters ?? []);

/** In a query: a list, or the JSON text of one. */
export const filtersInQuery = jsonTextOr(listOf(jsonTextOr(filterSchema)));

const countUpTo = (most: number) => absentIfNull(z.number().int().min(1).max(most));
const page = countUpTo(Number.MAX_SAFE_INTEGER).transform((number) => number ?? 1);
const EXPORT_MAX = 7500;
const SEARCH_MAX = 1000;
const EXPORT_DEFAULT = 1000;
const exportLimit = countUpTo(EXPORT_MAX).transform((limit) => limit ?? EXPORT_DEFAULT);
const ignoreOrder = absentIfNull(z.boolean()).transform((ignored) => ignored ?? false);
const projections = texts.transform((fields) => fields ?? []);

/** `LegacyExportEventsRequest`. */
export const exportEventsSchema = z.object({
  project: text,
  filters: listOf(filterSchema),
  dateRange,
  projections,
  limit: exportLimit,
  page,
  ignore_order: ignoreOrder,
  evaluation_id: text,
});
/** What all three ask for. */
export type EventSearch = z.output<typeof exportEventsSchema>;

/** `GetEventsQuery`: the same in a query. */
export const listEventsQuery = z.object({
  project: text,
  filters: filtersInQuery,
  dateRange,
  projections: z.preprocess((value) => (typeof value === 'string' ? listFrom(value) : value), projections),
  limit: jsonTextOr(exportLimit),
  page: jsonTextOr(page),
  ignore_order: jsonTextOr(ignoreOrder),
  evaluation_id: text,
});

/** Field names as a JSON list, or with commas between them. */
function listFrom(value: string): unknown {
  const parsed = jsonTextOr(z.unknown()).parse(value);
  return Array.isArray(parsed) ? parsed : value.split(',');
}

const instantText = z.string().refine((value) => readInstant(value) !== undefined, 'expected an ISO 8601 date');

/** `SearchEventsRequest`, which takes nothing else. */
export const searchEventsSchema = z
  .strictObject({
    filters: listOf(searchFilterSchema),
    dateRange: absentIfNull(z.strictObject({ start_time: instantText, end_time: instantText })),
    limit: countUpTo(SEARCH_MAX).transform((limit) => limit ?? SEARCH_MAX),
    page,
    ignore_order: ignoreOrder,
    evaluation_id: text,
  })
  .transform(({ dateRange, ...search }): EventSearch => {
    const between = dateRange && { from: readInstant(dateRange.start_time), to: readInstant(dateRange.end_time) };
    return { ...search, project: undefined, projections: [], dateRange: between, ignore_order: false };
  });
