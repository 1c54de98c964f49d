/** 32 lower-case hex digits, not all zero. */
export type TraceId = string & { readonly __brand: 'TraceId' };
/** 16 lower-case hex digits, not all zero. */
export type SpanId = string & { readonly __brand: 'SpanId' };

const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/;
const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/;

/** The trace id in lower case, or null when it is not 32 hex digits or is all zero (OpenTelemetry: invalid). */
export function parseTraceId(text: string): TraceId | null {
  const id = text.toLowerCase();
  return TRACE_ID.test(id) ? (id as TraceId) : null;
}

/** The span id in lower case, or null when it is not 16 hex digits or is all zero (OpenTelemetry: invalid). */
export function parseSpanId(text: string): SpanId | null {
  const id = text.toLowerCase();
  return SPAN_ID.test(id) ? (id as SpanId) : null;
}

/**
 * The event id of a span that names none itself: a UUID (version 8) made of the span id and the first half of the
 * trace id, so that a repeated delivery gives the same event. The fixed version and variant bits replace trace bits
 * only; the span id is kept whole.
 */
export function eventIdOfSpan(traceId: TraceId, spanId: SpanId): string {
  const variant = '89ab'.charAt(Number.parseInt(traceId.charAt(7), 16) & 3);
  return [
    spanId.slice(0, 8),
    spanId.slice(8, 12),
    `8${traceId.slice(0, 3)}`,
    `${variant}${traceId.slice(3, 6)}`,
    `${spanId.slice(12, 16)}${traceId.slice(8, 16)}`,
  ].join('-');
}

const SPAN_EVENT_ID = /^([0-9a-f]{8})-([0-9a-f]{4})-8([0-9a-f]{3})-[89ab]([0-9a-f]{3})-([0-9a-f]{4})[0-9a-f]{8}$/;

/**
 * What an event id says of the span that {@link eventIdOfSpan} made it of: the span id and the first six digits of the
 * trace id. null for other ids; one that a client made may look the same by chance.
 */
export function spanOfEventId(eventId: string): { readonly spanId: SpanId; readonly tracePrefix: string } | null {
  const [, first, second, trace, more, third] = SPAN_EVENT_ID.exec(eventId) ?? [];
  if (first === undefined) return null;
  return { spanId: `${first}${second}${third}` as SpanId, tracePrefix: `${trace}${more}` };
}
