import type { JsonObject, JsonValue } from './json';

export const EVENT_TYPES = ['model', 'tool', 'chain', 'session'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** The buckets of a stored event that clients fill by key. */
export const EVENT_BUCKETS = [
  'inputs',
  'outputs',
  'config',
  'metadata',
  'metrics',
  'feedback',
  'user_properties',
] as const;
export type EventBucket = (typeof EVENT_BUCKETS)[number];

/** What a backend stored for a span, or for a session record made over REST. Fields keep HoneyHive's spelling. */
export interface TraceEvent {
  readonly event_id: string;
  readonly event_type: EventType;
  readonly event_name: string;
  readonly session_id: string;
  /** null on a session; the session id on spans without a parent. */
  readonly parent_id: string | null;
  readonly children_ids: readonly string[];
  readonly project: string;
  readonly source: string | null;
  readonly inputs: JsonObject;
  /** An object; a bare string or list is tolerated (HoneyHive clients send both). */
  readonly outputs: JsonValue;
  readonly config: JsonObject;
  readonly metadata: JsonObject;
  readonly metrics: JsonObject;
  readonly feedback: JsonObject;
  readonly user_properties: JsonObject;
  readonly error: string | null;
  /** Unix milliseconds, with a fraction. */
  readonly start_time: number;
  /** Unix milliseconds; null when the client never ended it. */
  readonly end_time: number | null;
  /** Milliseconds; null when the client never ended it. */
  readonly duration: number | null;
}
