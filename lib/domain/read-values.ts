import type { JsonValue } from './json';

/** How a stored or sent value reads as a number, a truth or an instant; undefined when it does not. */

const NUMBER = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i;
const INTEGER = /^\s*\+?(-?\d+)\s*$/;
/** Longer texts are no numbers that anybody means. */
const NUMBER_LENGTH_MAX = 400;

/** A number, or a text of one; an integer beyond ±2^53 exactly. */
export function readNumber(value: JsonValue): number | bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isNaN(value) ? undefined : value;
  if (typeof value !== 'string' || value.length > NUMBER_LENGTH_MAX || !NUMBER.test(value)) return undefined;
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  const [, digits] = INTEGER.exec(value) ?? [];
  if (digits !== undefined) return BigInt(digits);
  return Number.isFinite(number) ? number : undefined;
}

/** A truth value, or `true` or `false` as text in any case. */
export function readBoolean(value: JsonValue): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.trim().toLowerCase() : undefined;
  return text === 'true' || text === 'false' ? text === 'true' : undefined;
}

const ISO_INSTANT =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?:(:\d\d)(?:[.,](\d{1,9})\d*)?)?(?: ?Z| ?([+-]\d\d):?(\d\d))?)?$/i;

/**
 * Unix milliseconds, with a fraction, of a number of them or of an ISO 8601 text; a text without a zone is UTC, wherever
 * the server runs.
 */
export function readInstant(value: JsonValue): number | undefined {
  const number = readNumber(value);
  if (number !== undefined) return Number(number);
  const match = typeof value === 'string' ? ISO_INSTANT.exec(value.trim()) : null;
  if (match === null) return undefined;
  const [, date, time = '00:00', seconds = ':00', fraction = '', hours, minutes] = match;
  const zone = hours === undefined ? 'Z' : `${hours}:${minutes}`;
  const instant = Date.parse(`${date}T${time}${seconds}${zone}`);
  return Number.isNaN(instant) ? undefined : instant + Number(fraction.padEnd(9, '0')) / 1e6;
}
