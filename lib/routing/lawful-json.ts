import { type AttributeValue, isKeyValueList } from '../domain/attributes';
import { type JsonValue, jsonObject } from '../domain/json';
import { base64Of } from '../otlp/binary-text';

/**
 * A sent value as JSON, losing no meaning: integers beyond ±2^53 stay bigints, bytes become base64, NaN and the
 * infinities their names as text, an empty AnyValue null. A map that repeats a key becomes a list of its key-value
 * pairs. The decoder bounds the nesting, so this may recurse.
 */
export function lawfulJson(value: AttributeValue): JsonValue {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'bigint':
      return isSafe(value) ? Number(value) : value;
    case 'number':
      return Number.isFinite(value) ? value : String(value);
  }
  if (value === null) return null;
  if (value instanceof Uint8Array) return base64Of(value);
  if (!isKeyValueList(value)) return (value as readonly AttributeValue[]).map(lawfulJson);
  const { entries } = value;
  const members = jsonObject();
  for (const entry of entries) members[entry.key] = lawfulJson(entry.value);
  if (Object.keys(members).length === entries.length) return members;
  return entries.map((entry) => Object.assign(jsonObject(), { key: entry.key, value: lawfulJson(entry.value) }));
}

const SAFE_MIN = BigInt(Number.MIN_SAFE_INTEGER);
const SAFE_MAX = BigInt(Number.MAX_SAFE_INTEGER);

function isSafe(value: bigint): boolean {
  return value >= SAFE_MIN && value <= SAFE_MAX;
}
