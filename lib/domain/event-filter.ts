import type { TraceEvent } from './event';
import type { JsonObject, JsonValue } from './json';
import { stringifyJson } from './json-text';
import { readBoolean, readInstant, readNumber } from './read-values';

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

const OPPOSITES: Readonly<Partial<Record<FilterOperator, PositiveOperator>>> = {
  'not exists': 'exists',
  'is not': 'is',
  'not contains': 'contains',
};
type PositiveOperator = Exclude<FilterOperator, 'not exists' | 'is not' | 'not contains'>;

type ValueTest = (found: JsonValue) => boolean;

/** Whether one stored value satisfies a condition. The negative operators are the exact opposites of the positive. */
const TESTS: Readonly<Record<PositiveOperator, (filter: EventFilter) => ValueTest>> = {
  exists: () => (found) => found !== null,
  is: (filter) => comparing(filter, (order) => order === 0),
  contains({ value }) {
    const part = String(value);
    return (found) => found !== null && value !== null && textOf(found).includes(part);
  },
  'greater than': (filter) => comparing(filter, (order) => order > 0),
  'less than': (filter) => comparing(filter, (order) => order < 0),
  after: (filter) => comparing(filter, (order) => order > 0),
  before: (filter) => comparing(filter, (order) => order < 0),
};

/** False where one side does not read as the filter's type. */
function comparing({ value, type }: EventFilter, holds: (order: -1 | 0 | 1) => boolean): ValueTest {
  const read = READINGS[type];
  const right = read(value);
  if (right === undefined) return () => false;
  return (found) => {
    const left = read(found);
    if (left === undefined) return false;
    if (left < right) return holds(-1);
    return holds(left > right ? 1 : 0);
  };
}

export type EventTest = (event: TraceEvent) => boolean;

/** The test for events that satisfy every condition; the conditions' own values are read once. */
export function eventTest(filters: readonly EventFilter[]): EventTest {
  const tests = filters.map(testOf);
  return (event) => tests.every((test) => test(event));
}

export function matchesFilter(event: TraceEvent, filter: EventFilter): boolean {
  return testOf(filter)(event);
}

/** True when any reading of the field's path satisfies the condition (for a negative operator: when none does). */
function testOf(filter: EventFilter): EventTest {
  const { operator } = filter;
  const opposite = OPPOSITES[operator];
  if (opposite !== undefined) {
    const test = testOf({ ...filter, operator: opposite });
    return (event) => !test(event);
  }
  const holds = TESTS[operator as PositiveOperator](filter);
  const segments = segmentsOf(filter.field);
  return (event) => valuesAt(event as unknown as JsonObject, segments).some(holds);
}

/** False when the condition's own value does not read as its type: such a filter is a mistake of the caller. */
export function isUsableFilter({ operator, value, type }: EventFilter): boolean {
  if (operator === 'exists' || operator === 'not exists') return true;
  if (operator === 'contains' || operator === 'not contains') return value !== null;
  return READINGS[type](value) !== undefined;
}

/** Events are answered with their project under both names. */
function segmentsOf(field: string): readonly string[] {
  return field === 'project_id' ? ['project'] : field.split('.');
}

/**
 * Every value a dotted path can mean: at each object the next key may be one segment or several joined by dots.
 * Bounded by the size of the object, because different readings end at different places in it.
 */
function valuesAt(root: JsonObject, segments: readonly string[]): readonly JsonValue[] {
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

/** The named top-level or dotted members of an event, in a new object under the names they were asked by. */
export function projectFields(event: JsonObject, fields: readonly string[]): JsonObject {
  const picked: [string, JsonValue][] = [];
  for (const field of fields) {
    const [value] = valuesAt(event, field.split('.'));
    if (value !== undefined) picked.push([field, value]);
  }
  return Object.fromEntries(picked);
}
