import { type Attribute, type AttributeValue, isKeyValueList } from '../domain/attributes';

/** Attributes that hold what a span was given: HoneyHive, OpenInference, traceloop. */
const INPUT_KEYS = ['honeyhive_inputs', 'input.value', 'traceloop.entity.input'] as const;
const VALUES_MAX = 16;
const LENGTH_MAX = 200;
/** Longer JSON text is not opened: it costs more at ingest than it can tell. */
const JSON_LENGTH_MAX = 4_000;

/**
 * Distinct short scalar inputs of a span as text, sorted: at most 16, each at most 200 characters. A string that is a
 * JSON object or list counts as what it contains, because clients send structured arguments as text.
 */
export function inputValuesOf(attributes: readonly Attribute[]): readonly string[] {
  const values = new Set<string>();
  for (const { key, value } of attributes) {
    if (values.size >= VALUES_MAX) break;
    if (isInputKey(key)) collect(values, value);
  }
  return values.size === 0 ? NONE : [...values].sort();
}

const NONE: readonly string[] = [];

function isInputKey(key: string): boolean {
  // Nearly all attributes fail at the first letter.
  const first = key.charCodeAt(0);
  if (first !== 104 && first !== 105 && first !== 116) return false;
  return INPUT_KEYS.some((prefix) => key === prefix || (key.startsWith(prefix) && key.charAt(prefix.length) === '.'));
}

function collect(values: Set<string>, value: AttributeValue): void {
  const open: AttributeValue[] = [value];
  while (open.length > 0 && values.size < VALUES_MAX) {
    const next = open.pop() ?? null;
    const inside = typeof next === 'string' ? parsedJson(next) : undefined;
    if (inside !== undefined) collectJson(values, inside);
    else if (next === null || next instanceof Uint8Array) continue;
    else if (typeof next !== 'object') addShort(values, String(next));
    else if (isKeyValueList(next)) open.push(...next.entries.slice(0, VALUES_MAX).map((entry) => entry.value));
    else open.push(...next.slice(0, VALUES_MAX));
  }
}

function collectJson(values: Set<string>, json: object): void {
  const open: unknown[] = [json];
  while (open.length > 0 && values.size < VALUES_MAX) {
    const next = open.pop();
    if (typeof next === 'object' && next !== null) open.push(...Object.values(next).slice(0, VALUES_MAX));
    else if (next !== null) addShort(values, String(next));
  }
}

function addShort(values: Set<string>, text: string): void {
  if (text.length <= LENGTH_MAX) values.add(text);
}

/** The contents of a JSON object or list; undefined for every other text. */
function parsedJson(text: string): object | undefined {
  const first = text.charAt(0);
  if ((first !== '{' && first !== '[') || text.length > JSON_LENGTH_MAX) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
