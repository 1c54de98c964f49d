import { ATTRIBUTION_KEYS } from './attribution-keys';
import type { TraceEvent } from './event';
import { isJsonObject, type JsonObject, type JsonValue } from './json';
import { mergeObjects } from './merge';
import type { SessionKeys } from './records';

/** The members of an event a client may send on update; absent members are left alone. */
export interface EventPatch {
  readonly inputs?: JsonObject;
  readonly outputs?: JsonValue;
  readonly config?: JsonObject;
  readonly metadata?: JsonObject;
  readonly metrics?: JsonObject;
  readonly feedback?: JsonObject;
  readonly user_properties?: JsonObject;
  readonly error?: string | null;
  readonly end_time?: number;
  readonly duration?: number;
  readonly children_ids?: readonly string[];
}

/**
 * An event after an update (honeyhive-system.md 3.3): buckets are merged, `outputs` is replaced unless null,
 * `children_ids` is replaced unless empty.
 */
export function patchEvent(event: TraceEvent, patch: EventPatch): TraceEvent {
  return {
    ...event,
    inputs: mergeObjects(event.inputs, patch.inputs),
    outputs: patch.outputs ?? event.outputs,
    config: mergeObjects(event.config, patch.config),
    metadata: mergeObjects(event.metadata, patch.metadata),
    metrics: mergeObjects(event.metrics, patch.metrics),
    feedback: mergeObjects(event.feedback, patch.feedback),
    user_properties: mergeObjects(event.user_properties, patch.user_properties),
    error: patch.error === undefined ? event.error : patch.error,
    end_time: patch.end_time ?? event.end_time,
    duration: patch.duration ?? event.duration,
    children_ids: patch.children_ids?.length ? patch.children_ids : event.children_ids,
  };
}

/** The record of a session that no client ever started: it exists because spans name it. */
export function undeclaredSessionEvent(sessionId: string, project: string): TraceEvent {
  return {
    event_id: sessionId,
    event_type: 'session',
    event_name: 'unknown',
    session_id: sessionId,
    parent_id: null,
    children_ids: [],
    project,
    source: null,
    inputs: {},
    outputs: {},
    config: {},
    metadata: {},
    metrics: {},
    feedback: {},
    user_properties: {},
    error: null,
    start_time: 0,
    end_time: null,
    duration: null,
  };
}

/** The attribution values a session's own record carries in its metadata. */
export function sessionKeysOf(event: TraceEvent): SessionKeys {
  const keys: Record<string, string> = {};
  for (const { name } of ATTRIBUTION_KEYS) {
    const value = event.metadata[name];
    if (typeof value === 'string' && value !== '') keys[name] = value;
  }
  return keys;
}

const INPUT_VALUES_MAX = 16;
const INPUT_LENGTH_MAX = 200;

/**
 * Distinct scalar leaves of an inputs object as text, at most 16, each at most 200 characters: enough to tell one
 * datapoint's work from another's. Iterative, because inputs may be nested deeply.
 */
export function scalarLeaves(inputs: JsonValue): readonly string[] {
  const leaves = new Set<string>();
  const open: JsonValue[] = [inputs];
  while (open.length > 0 && leaves.size < INPUT_VALUES_MAX) {
    const value = open.pop();
    if (Array.isArray(value)) open.push(...value.slice(0, INPUT_VALUES_MAX));
    else if (isJsonObject(value)) open.push(...Object.values(value).slice(0, INPUT_VALUES_MAX));
    else if (value !== null && value !== undefined && String(value).length <= INPUT_LENGTH_MAX)
      leaves.add(String(value));
  }
  return [...leaves].sort();
}
