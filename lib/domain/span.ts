import type { Attribute } from './attributes';
import type { SpanId, TraceId } from './ids';
import type { UnixNano } from './time';

/** OTLP `Span.SpanKind` by number; unknown numbers are kept as they came. */
export const SPAN_KINDS = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'] as const;
/** OTLP `Status.StatusCode` by number. */
export const STATUS_CODES = ['UNSET', 'OK', 'ERROR'] as const;
export const STATUS_ERROR = 2;

export interface Resource {
  readonly attributes: readonly Attribute[];
  readonly droppedAttributesCount: number | null;
  readonly schemaUrl: string;
}

/** Instrumentation scope. */
export interface Scope {
  readonly name: string;
  readonly version: string;
  readonly attributes: readonly Attribute[];
  readonly droppedAttributesCount: number | null;
  readonly schemaUrl: string;
}

export interface SpanEvent {
  readonly timeUnixNano: UnixNano;
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly droppedAttributesCount: number | null;
}

export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceState: string;
  readonly attributes: readonly Attribute[];
  readonly droppedAttributesCount: number | null;
  readonly flags: number | null;
}

/**
 * What a client sent over OTLP, immutable once received. Counts and flags are `null` where the encoding did not tell:
 * protobuf leaves a zero out and means zero; the HoneyHive JSON exporter leaves the field out and means nothing.
 */
export interface Span {
  readonly traceId: TraceId;
  readonly spanId: SpanId;
  /** null for a root: absent, empty, JSON null and all-zero are the same value. */
  readonly parentSpanId: SpanId | null;
  readonly name: string;
  readonly kind: number;
  readonly startUnixNano: UnixNano;
  /** 0n when the client never ended the span. */
  readonly endUnixNano: UnixNano;
  readonly status: { readonly code: number; readonly message: string };
  readonly attributes: readonly Attribute[];
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  readonly droppedAttributesCount: number | null;
  readonly droppedEventsCount: number | null;
  readonly droppedLinksCount: number | null;
  readonly traceState: string;
  readonly flags: number | null;
  /** Shared by all spans of one ResourceSpans. */
  readonly resource: Resource;
  /** Shared by all spans of one ScopeSpans. */
  readonly scope: Scope;
}

/** A span of an export request that can not be kept as one, and why. Its bytes stay in the delivery. */
export interface RejectedSpan {
  /** Position among all spans of the request, in document order, counting from 0. */
  readonly ordinal: number;
  readonly reason: string;
}

/** A span together with its position among all spans of its request, in document order, counting from 0. */
export interface ReceivedSpan {
  readonly ordinal: number;
  readonly span: Span;
}

/** The outcome of decoding one export request. */
export interface DecodedTraces {
  readonly spans: readonly ReceivedSpan[];
  readonly rejected: readonly RejectedSpan[];
  /** What was tolerated but is not according to the specification; told to the client in `partialSuccess`. */
  readonly warnings: readonly string[];
}
