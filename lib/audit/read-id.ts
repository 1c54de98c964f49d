import type { AttributeValue } from '../domain/attributes';

/** What a client library writes when it had no id: never an id, in any case. */
const NO_ID = new Set(['', 'none', 'null', 'undefined', 'nan', '[object object]']);
const UNEXPANDED = /\$\{[^}]*\}|\{\{[^}]*\}\}/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** An id as it is compared, or the text of what stands in its place. */
export type ReadId =
  | { readonly isValid: true; readonly id: string }
  | { readonly isValid: false; readonly text: string };

/**
 * Reads an attribution value (audit-semantics 2.2): trimmed, UUIDs in lower case, whole numbers as text. Everything a
 * client writes by mistake (`None`, `undefined`, `{{run_id}}`, a list) is invalid and given back verbatim.
 */
export function readId(value: AttributeValue): ReadId {
  if (typeof value === 'string') return readText(value);
  if (typeof value === 'bigint') return { isValid: true, id: value.toString() };
  if (typeof value === 'number' && Number.isSafeInteger(value)) return { isValid: true, id: String(value) };
  return { isValid: false, text: textOfRubbish(value) };
}

function readText(text: string): ReadId {
  const id = text.trim();
  if (NO_ID.has(id.toLowerCase()) || UNEXPANDED.test(id)) return { isValid: false, text };
  return { isValid: true, id: UUID.test(id) ? id.toLowerCase() : id };
}

function textOfRubbish(value: Exclude<AttributeValue, string | bigint>): string {
  if (value === null) return '(empty value)';
  if (value instanceof Uint8Array) return `(${value.length} bytes)`;
  if (typeof value === 'object') return 'entries' in value ? '(key-value list)' : '(list)';
  return String(value);
}
