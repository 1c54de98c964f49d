import type { TraceEvent } from './event';
import type { JsonObject, JsonValue } from './json';
import { stringifyJson } from './json-text';

export const FILTER_OPERATORS = [
  'exists',
  'not exists',
  'is',
  'is not',
  'contains',
  'not contains',
  'greater than',
  'less than',
  'after',
  'before',
] as const;
type FilterOperator = (typeof FILTER_OPERATORS)[number];

export const FILTER_TYPES = ['string', 'number', 'boolean', 'datetime'] as const;
type FilterType = (typeof FILTER_TYPES)[number];

/** One condition of an export (honeyhive-system.md 3.4). */
export interface EventFilter {
  /** Dotted path, e.g. `metadata.run_id`. Stored keys may themselves contain dots: every reading is tried. */
  readonly field: string;
  readonly operator: FilterOperator;
  readonly value: string | number | bigint | boolean | null;
  /** How both sides are read before they are compared. */
  readonly type: FilterType;
}

type Comparable = string | number | bigint | boolean;

/** How a value reads as each type; undefined when it does not. */
const READINGS: Readonly<Record<FilterType, (value: JsonValue) => Comparable | undefined>> = {
  string: (value) => (value === null ? undefined : textOf(value)),
  number: readNumber,
  boolean: readBoolean,
  datetime: readInstant,
};

const OPPOSITES = { 'not exists': 'exists', 'is not': 'is', 'not contains': 'contains' } as const;

type Test = (found: JsonValue, filter: EventFilter) => boolean;

/** Whether one stored value satisfies an operator. The negative operators are the exact opposites of the positive. */
const TESTS: Readonly<Record<Exclude<FilterOperator, keyof typeof OPPOSITES>, Test>> = {
  exists: (found) => found !== null,
  is: (found, filter) => compare(found, filter) === 0,
  contains: (found, { value }) => found !== null && value !== null && textOf(found).includes(String(value)),
  'greater than': (found, filter) => compare(found, filter) === 1,
  'less than': (found, filter) => compare(found, filter) === -1,
  after: (found, filter) => compare(found, filter) === 1,
  before: (found, filter) => compare(found, filter) === -1,
};

/** True when any reading of the field's path satisfies the condition (for a negative operator: when none does). */
export function matchesFilter(event: TraceEvent, filter: EventFilter): boolean {
  const { operator } = filter;
  if (operator === 'not exists' || operator === 'is not' || operator === 'not contains') {
    return !matchesFilter(event, { ...filter, operator: OPPOSITES[operator] });
  }
  return valuesAt(event as unknown as JsonObject, filter.field).some((found) => TESTS[operator](found, filter));
}

/** False when the condition's own value does not read as its type: such a filter is a mistake of the caller. */
export function isUsableFilter({ operator, value, type }: EventFilter): boolean {
  if (operator === 'exists' || operator === 'not exists') return true;
  if (operator === 'contains' || operator === 'not contains') return value !== null;
  return READINGS[type](value) !== undefined;
}

/** -1, 0 or 1; undefined when one side does not read as the filter's type. */
function compare(found: JsonValue, { value, type }: EventFilter): -1 | 0 | 1 | undefined {
  const left = READINGS[type](found);
  const right = READINGS[type](value);
  if (left === undefined || right === undefined) return undefined;
  if (left < right) return -1;
  return left > right ? 1 : 0;
}

/**
 * Every value a dotted path can mean: at each object the next key may be one segment or several joined by dots.
 * Bounded by the size of the object, because different readings end at different places in it.
 */
function valuesAt(root: JsonObject, path: string): readonly JsonValue[] {
  const segments = path.split('.');
  const found: JsonValue[] = [];
  const open: { readonly value: JsonValue; readonly from: number }[] = [{ value: root, from: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, from } = next;
    if (from === segments.length) {
      found.push(value);
      continue;
    }
    if (typeof value !== 'object' || value === null) continue;
    for (let to = from + 1; to <= segments.length; to++) {
      const child = ownMember(value, segments.slice(from, to).join('.'));
      if (child !== undefined) open.push({ value: child, from: to });
    }
  }
  return found;
}

function ownMember(value: JsonObject | readonly JsonValue[], key: string): JsonValue | undefined {
  const isMember = Object.hasOwn(value, key) && !(Array.isArray(value) && key === 'length');
  return isMember ? (value as JsonObject)[key] : undefined;
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : stringifyJson(value);
}

const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/;

function readNumber(value: JsonValue): number | bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isNaN(value) ? undefined : value;
  if (typeof value !== 'string' || !NUMBER.test(value)) return undefined;
  return Number(value);
}

function readBoolean(value: JsonValue): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.trim().toLowerCase() : undefined;
  return text === 'true' || text === 'false' ? text === 'true' : undefined;
}

const ISO_WITHOUT_ZONE = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/;

/** Unix milliseconds of a number of them or of a date text; a text without a zone is UTC, wherever the server runs. */
export function readInstant(value: JsonValue): number | undefined {
  const number = readNumber(value);
  if (number !== undefined) return Number(number);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  const instant = Date.parse(ISO_WITHOUT_ZONE.test(text) ? `${text.replace(' ', 'T')}Z` : text);
  return Number.isNaN(instant) ? undefined : instant;
}

/** The named top-level or dotted members of an event, in a new object under the names they were asked by. */
export function projectFields(event: JsonObject, fields: readonly string[]): JsonObject {
  const picked: [string, JsonValue][] = [];
  for (const field of fields) {
    const [value] = valuesAt(event, field);
    if (value !== undefined) picked.push([field, value]);
  }
  return Object.fromEntries(picked);
}
