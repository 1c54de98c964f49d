import { type JsonObject, jsonObject } from './json';

/** One level deep, later keys win; as HoneyHive merges `metadata`, `metrics` and the like on update. */
export function mergeObjects(base: JsonObject, patch: JsonObject | undefined): JsonObject {
  if (patch === undefined) return base;
  return Object.assign(jsonObject(), base, patch);
}
