import type { TraceEvent } from '../domain/event';
import { isJsonObject } from '../domain/json';
import { mergeObjects } from '../domain/merge';
import type { EventPatch } from '../domain/session';

/** Two updates as one: applying the result is the same as applying `first`, then `second`. */
export function mergePatches(first: EventPatch | null, second: EventPatch): EventPatch {
  if (first === null) return second;
  const merged: { -readonly [K in keyof EventPatch]: EventPatch[K] } = { ...first };
  for (const bucket of ['inputs', 'config', 'metadata', 'metrics', 'feedback', 'user_properties'] as const) {
    const later = second[bucket];
    if (later !== undefined) merged[bucket] = mergeObjects(first[bucket] ?? {}, later);
  }
  if (second.outputs !== undefined && second.outputs !== null) merged.outputs = second.outputs;
  if (second.error !== undefined) merged.error = second.error;
  if (second.end_time !== undefined) merged.end_time = second.end_time;
  if (second.duration !== undefined) merged.duration = second.duration;
  if (second.children_ids?.length) merged.children_ids = second.children_ids;
  return merged;
}

/** A session's record when the session is started again: the later start wins, key by key; nothing is forgotten. */
export function mergeStarts(before: TraceEvent, again: TraceEvent): TraceEvent {
  const saysNothing = isJsonObject(again.outputs) && Object.keys(again.outputs).length === 0;
  return {
    ...again,
    inputs: mergeObjects(before.inputs, again.inputs),
    outputs: saysNothing ? before.outputs : again.outputs,
    config: mergeObjects(before.config, again.config),
    metadata: mergeObjects(before.metadata, again.metadata),
    metrics: mergeObjects(before.metrics, again.metrics),
    feedback: mergeObjects(before.feedback, again.feedback),
    user_properties: mergeObjects(before.user_properties, again.user_properties),
    children_ids: again.children_ids.length > 0 ? again.children_ids : before.children_ids,
  };
}
