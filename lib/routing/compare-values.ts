import { isJsonObject, type JsonObject, type JsonValue } from '../domain/json';
import { parseJson, stringifyJson } from '../domain/json-text';

/**
 * Whether two JSON values mean the same. Numbers and bigints are compared exactly (2^53 + 1 is not 2^53); JSON does not
 * tell 1 from 1.0, so neither does this. The order of members does not count.
 */
export function sameValue(a: JsonValue, b: JsonValue): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    // biome-ignore lint/suspicious/noDoubleEquals: the only exact comparison of a bigint with a double
    return isNumeric(a) && isNumeric(b) && a == b;
  }
  if (Array.isArray(a)) return Array.isArray(b) && sameItems(a, b);
  return !Array.isArray(b) && sameMembers(a as JsonObject, b as JsonObject);
}

function isNumeric(value: JsonValue): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function sameItems(a: readonly JsonValue[], b: readonly JsonValue[]): boolean {
  return a.length === b.length && a.every((item, i) => sameValue(item, b[i] as JsonValue));
}

function sameMembers(a: JsonObject, b: JsonObject): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => Object.hasOwn(b, name) && sameValue(a[name] as JsonValue, b[name] as JsonValue));
}

/** True when the stored value means the sent one in another JSON type: "42" for 42, "true" for true, text for a list. */
export function isRetyped(sent: JsonValue, stored: JsonValue): boolean {
  if (typeof sent === 'string') return typeof stored !== 'string' && isTextOf(sent, stored);
  if (typeof stored === 'string') return isTextOf(stored, sent);
  if (typeof sent === 'boolean') return isNumeric(stored) && Number(stored) === Number(sent);
  return typeof sent === 'bigint' && typeof stored === 'number' && Number(sent) === stored;
}

/** JSON, Python's `str()` or plain digits of the value. */
function isTextOf(text: string, value: JsonValue): boolean {
  if (text === '') return false;
  if (text === pythonText(value)) return true;
  if (isNumeric(value) && text.trim() !== '' && !Number.isNaN(Number(text))) {
    return typeof value === 'bigint' ? text === String(value) : Number(text) === value;
  }
  try {
    return sameValue(parseJson(text), value);
  } catch {
    return false;
  }
}

/** What Python's `str()` makes of a value, as far as clients are known to send it. */
function pythonText(value: JsonValue): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(pythonText).join(', ')}]`;
  if (!isJsonObject(value)) return String(value);
  const members = Object.entries(value).map(([name, member]) => `'${name}': ${pythonText(member)}`);
  return `{${members.join(', ')}}`;
}

/** What a truncated value lost. */
export interface Cut {
  readonly unit: 'characters' | 'items';
  readonly kept: number;
  readonly of: number;
}

/** Marks that backends put where they cut, and what a cut inside a character leaves behind. */
const CUT_MARKS = ['', '…', '...', '...[truncated]', '... [truncated]', '[truncated]', '\ufffd'];

/** How the stored value was cut, or null when it is no beginning of the sent one. */
export function cutOf(sent: JsonValue, stored: JsonValue): Cut | null {
  if (typeof sent === 'string') return typeof stored === 'string' ? cutOfText(sent, stored) : null;
  if (typeof sent !== 'object' || sent === null) return null;
  if (typeof stored === 'string') return stored.length < 2 ? null : cutOfText(stringifyJson(sent), stored);
  if (!Array.isArray(sent) || !Array.isArray(stored)) return null;
  const isBeginning =
    stored.length > 0 &&
    stored.length < sent.length &&
    stored.every((item: JsonValue, i) => sameValue(item, sent[i] as JsonValue));
  return isBeginning ? { unit: 'items', kept: stored.length, of: sent.length } : null;
}

function cutOfText(sent: string, stored: string): Cut | null {
  for (const mark of CUT_MARKS) {
    if (!stored.endsWith(mark)) continue;
    const kept = stored.slice(0, stored.length - mark.length);
    if (kept !== '' && kept.length < sent.length && sent.startsWith(kept)) {
      return { unit: 'characters', kept: kept.length, of: sent.length };
    }
  }
  return null;
}
