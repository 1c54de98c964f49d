import type { JsonObject } from './json';

/** An entry as the prefix-less calls answer it: npm `honeyhive` 1.0.42 looks for `_id`, and refuses null in most members. */
export function legacyObject(entry: JsonObject): JsonObject {
  const { id = null } = entry;
  return Object.fromEntries([['_id', id], ...Object.entries(entry).filter(([, value]) => value !== null)]);
}
