import type { EventType } from './event';
import type { SpanId, TraceId } from './ids';
import type { SpanCustody } from './span-custody';
import type { AttributionState } from './states';
import type { UnixNano } from './time';

/** The values one span carries for one attribution key, over all spellings. */
export interface OwnValues {
  /** Valid, normalised, distinct, sorted. More than one means the spellings contradict each other. */
  readonly values: readonly string[];
  /** Present but no id: empty, `None`, `undefined`, an unexpanded template … verbatim. */
  readonly invalid: readonly string[];
  /** The attributes they were read from, in order of preference. */
  readonly foundIn: readonly string[];
}

/**
 * What the audit and the tree need of one span, and all they may use: computed once at ingest from the sent span
 * (never from other spans), kept in narrow columns, so that auditing a session does not decode attributes again.
 */
export interface SpanFacts {
  readonly traceId: TraceId;
  readonly spanId: SpanId;
  readonly parentSpanId: SpanId | null;
  readonly sessionId: string;
  readonly name: string;
  readonly kind: number;
  readonly statusCode: number;
  readonly startUnixNano: UnixNano;
  /** 0n when the client never ended the span. */
  readonly endUnixNano: UnixNano;
  readonly eventType: EventType;
  readonly scopeName: string;
  readonly scopeVersion: string;
  /** `service.instance.id`, else host and pid, else null: tells whether parent and child ran in one process. */
  readonly process: string | null;
  /** `thread.id` when an instrumentation sends it. */
  readonly thread: string | null;
  /** Span flags bits 8 and 9 (OTLP `SPAN_FLAGS_CONTEXT_IS_REMOTE`); null when the exporter does not say. */
  readonly remoteParent: boolean | null;
  readonly attributeCount: number;
  /** null when the exporter does not say (HoneyHive's JSON exporter). */
  readonly droppedAttributesCount: number | null;
  /** Own values by attribution key name; a key without any spelling on the span is absent. */
  readonly keys: Readonly<Record<string, OwnValues>>;
  /** The same from resource and scope attributes. */
  readonly ambientKeys: Readonly<Record<string, OwnValues>>;
  /** True when the span itself names its session; false when it was filed under its trace id. */
  readonly namesSession: boolean;
  /** Baggage key names in context at span start, when the evidence probe is installed (`audit.ctx`). */
  readonly probe: readonly string[] | null;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  /** Distinct short scalar inputs (at most 16, at most 200 characters each): tells one datapoint's work from another's. */
  readonly inputValues: readonly string[];
  /** Custody of the sent keys against the contract named in the session. */
  readonly custody: SpanCustody;
  /** Contents hash: equal for a repeated delivery of the same span, whatever encoding it came in. */
  readonly payloadHash: string;
}

/** Span facts with what only the store knows: how often it came. */
export interface StoredSpanFacts extends SpanFacts {
  /** How many times this span was received, at least 1. */
  readonly sightings: number;
  /** Number of different payloads received under this id, at least 1. */
  readonly variants: number;
}

/** The state of a key before its session is judged: keyless spans wait, contradictions and rubbish are already sure. */
export function stateAtIngest(own: OwnValues | undefined): AttributionState {
  if (own === undefined) return 'pending';
  if (own.values.length > 1) return 'conflicting';
  return own.values.length === 1 ? 'present' : 'malformed';
}
