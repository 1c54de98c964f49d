import { AppError } from './errors';
import { isJsonObject, type JsonObject, type JsonValue } from './json';
import { parseJson } from './json-text';
import { readInstant } from './read-values';

/** A range of time as a client asks for it: either end, which belong to it, or everything since some time ago. */
export interface DateRange {
  /** Unix milliseconds. */
  readonly from?: number | undefined;
  /** Unix milliseconds. */
  readonly to?: number | undefined;
  readonly lastMillis?: number | undefined;
}

/** Both ends belong to it; Unix milliseconds, infinite where a side is open. */
export interface DateBounds {
  readonly from: number;
  readonly to: number;
}

/**
 * `{$gte, $lte}` (either may be missing or null; also without the dollar), `{relative}`, or the JSON text of one of them, or the bare text of a
 * length of time; undefined for anything else (honeyhive-system.md 7, `AbsoluteDateRange` and `RelativeDateRange`).
 */
export function readDateRange(value: JsonValue): DateRange | undefined {
  if (typeof value === 'string') return readDateText(value);
  if (!isJsonObject(value)) return undefined;
  if (Object.hasOwn(value, 'relative')) {
    const lastMillis = typeof value.relative === 'string' ? readTimeSpan(value.relative) : undefined;
    return lastMillis === undefined ? undefined : { lastMillis };
  }
  if (!Object.keys(value).every((name) => END.test(name))) return undefined;
  const [gte, lte] = [endOf(value, 'gte'), endOf(value, 'lte')];
  const [from, to] = [readInstant(gte), readInstant(lte)];
  if ((gte !== null && from === undefined) || (lte !== null && to === undefined)) return undefined;
  return { from, to };
}

/** The Python client's own models lose the dollar sign. */
const END = /^\$?[gl]te$/;

function endOf(range: JsonObject, name: 'gte' | 'lte'): JsonValue {
  return range[`$${name}`] ?? range[name] ?? null;
}

function readDateText(text: string): DateRange | undefined {
  const lastMillis = readTimeSpan(text);
  if (lastMillis !== undefined) return { lastMillis };
  try {
    const value = parseJson(text);
    return isJsonObject(value) ? readDateRange(value) : undefined;
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

const UNIT_MILLIS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};
const SPAN = /^\s*(?:last\s+)?(\d{1,6})\s*(m(?:in(?:ute)?)?|h(?:our)?|d(?:ay)?|w(?:eek)?)s?\s*$/i;

/** Milliseconds of a length of time such as `30m`, `24h`, `7d`, `2w` or `last 7 days`; undefined for anything else. */
export function readTimeSpan(text: string): number | undefined {
  const [, count, unit = ''] = SPAN.exec(text) ?? [];
  const millis = UNIT_MILLIS[unit.charAt(0).toLowerCase()];
  return millis === undefined ? undefined : Number(count) * millis;
}

/** @param now what a length of time is counted back from */
export function boundsOf(range: DateRange | undefined, now: Date): DateBounds {
  const { from, to, lastMillis } = range ?? {};
  const since = lastMillis === undefined ? Number.NEGATIVE_INFINITY : now.getTime() - lastMillis;
  return { from: Math.max(from ?? Number.NEGATIVE_INFINITY, since), to: to ?? Number.POSITIVE_INFINITY };
}

/** @param millis Unix milliseconds */
export function isWithin({ from, to }: DateBounds, millis: number): boolean {
  return millis >= from && millis <= to;
}
