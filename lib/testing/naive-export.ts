import type { TraceEvent } from '../domain/event';
import type { EventFilter } from '../domain/event-filter';
import type { JsonValue } from '../domain/json';
import { stringifyJson } from '../domain/json-text';

/**
 * What an export must find, written from docs/data-plane.md ("Filters") without a look at how the server does it: slow,
 * and as plain as that text.
 */

/** What an export asks for. Dates are Unix milliseconds. */
export interface NaiveExport {
  readonly filters: readonly EventFilter[];
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly evaluationId?: string | undefined;
  readonly limit: number;
  readonly page: number;
}

export interface NaiveAnswer {
  readonly count: number;
  readonly events: readonly TraceEvent[];
}

/** @param dates the instants, in Unix milliseconds, of the date texts that occur; every other text is no date */
export function exportNaively(
  all: readonly TraceEvent[],
  asked: NaiveExport,
  dates: ReadonlyMap<string, number>,
): NaiveAnswer {
  const found = all.filter((event) => {
    if (asked.from !== undefined && event.start_time < asked.from) return false;
    if (asked.to !== undefined && event.start_time > asked.to) return false;
    if (asked.evaluationId !== undefined && event.metadata.run_id !== asked.evaluationId) return false;
    return asked.filters.every((filter) => holds(event, filter, dates));
  });
  const newestFirst = [...found].sort((a, b) => b.start_time - a.start_time);
  const before = asked.limit * (asked.page - 1);
  return { count: found.length, events: newestFirst.slice(before, before + asked.limit) };
}

function holds(event: TraceEvent, filter: EventFilter, dates: ReadonlyMap<string, number>): boolean {
  const values = valuesNamed({ ...event, project_id: event.project } as unknown as JsonValue, filter.field);
  const read = (value: JsonValue) => readAs(filter.type, value, dates);
  const wanted = read(filter.value);
  const any = (test: (value: JsonValue) => boolean) => values.some(test);
  const compares = (test: (left: string, right: string) => boolean) =>
    any((value) => {
      const left = read(value);
      return left !== null && wanted !== null && test(left as string, wanted as string);
    });
  const contains = () => any((value) => value !== null && textOf(value).includes(textOf(filter.value)));
  switch (filter.operator) {
    case 'exists':
      return any((value) => value !== null);
    case 'not exists':
      return !any((value) => value !== null);
    case 'is':
      return compares(areSame);
    case 'is not':
      return !compares(areSame);
    case 'contains':
      return contains();
    case 'not contains':
      return !contains();
    case 'greater than':
    case 'after':
      return compares((left, right) => left > right);
    case 'less than':
    case 'before':
      return compares((left, right) => left < right);
  }
}

/** Not by `===`: 1n and 1 are the same number. */
function areSame(left: string, right: string): boolean {
  return !(left < right || left > right);
}

/** The values of everything in an event whose path, joined by dots, is that text. */
function valuesNamed(event: JsonValue, field: string): JsonValue[] {
  const found: JsonValue[] = [];
  const visit = (value: JsonValue, path: string | null) => {
    if (path === field) found.push(value);
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      const inner = (value as Readonly<Record<string, JsonValue>>)[key] as JsonValue;
      visit(inner, path === null ? key : `${path}.${key}`);
    }
  };
  visit(event, null);
  return found;
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : stringifyJson(value);
}

function readAs(type: EventFilter['type'], value: JsonValue, dates: ReadonlyMap<string, number>) {
  switch (type) {
    case 'string':
      return value === null ? null : textOf(value);
    case 'number':
      return numberOf(value);
    case 'boolean':
      return truthOf(value);
    case 'datetime': {
      const number = numberOf(value);
      if (number !== null) return Number(number);
      return typeof value === 'string' ? (dates.get(value) ?? null) : null;
    }
  }
}

function numberOf(value: JsonValue): number | bigint | null {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (/^[+-]?\d+$/.test(text)) return BigInt(text.replace('+', ''));
  return /^[+-]?(\d+\.\d*|\.\d+|\d+)(e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text)) ? Number(text) : null;
}

function truthOf(value: JsonValue): boolean | null {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.trim().toLowerCase() : '';
  return text === 'true' || text === 'false' ? text === 'true' : null;
}
