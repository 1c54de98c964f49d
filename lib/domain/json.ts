/**
 * A JSON value that loses nothing: integers beyond ±2^53 are bigints, and objects are made with
 * {@link jsonObject} so that a key called `__proto__` is only a key.
 */
export type JsonValue = null | boolean | number | bigint | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}
/** A {@link JsonObject} under construction. */
export interface MutableJsonObject {
  [key: string]: JsonValue;
}

/** An empty object without a prototype: hostile keys are data in it, never behaviour. */
export function jsonObject(): MutableJsonObject {
  return Object.create(null) as MutableJsonObject;
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
