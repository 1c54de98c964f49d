import { parseSpanId, parseTraceId, type SpanId, type TraceId } from '../domain/ids';

export interface SpanIds {
  readonly traceId: TraceId;
  readonly spanId: SpanId;
  /** null for a root. */
  readonly parentSpanId: SpanId | null;
}

const TRACE_ID_DIGITS = 32;
const SPAN_ID_DIGITS = 16;

/**
 * The ids of a span from hex text. A parent id that is empty or all zero is no parent.
 * @returns why there is no such span, in words that repeat nothing of the text, when an id is not valid.
 */
export function readSpanIds(traceText: string, spanText: string, parentText: string): SpanIds | string {
  const traceId = parseTraceId(traceText);
  if (traceId === null) return problemOf('trace id', traceText, TRACE_ID_DIGITS);
  const spanId = parseSpanId(spanText);
  if (spanId === null) return problemOf('span id', spanText, SPAN_ID_DIGITS);
  const parentSpanId = parseSpanId(parentText);
  if (parentSpanId === null && !/^0*$/.test(parentText)) {
    return problemOf('parent span id', parentText, SPAN_ID_DIGITS);
  }
  return { traceId, spanId, parentSpanId };
}

function problemOf(what: string, text: string, digits: number): string {
  if (text === '') return `The ${what} is empty.`;
  if (/^0+$/.test(text)) return `The ${what} is all zero.`;
  if (/^[0-9a-f]*$/i.test(text)) return `The ${what} has ${text.length} hex digits instead of ${digits}.`;
  const hint = isBase64OfBytes(text, digits / 2) ? ': it looks like base64, but OTLP/JSON writes ids in hex' : '';
  return `The ${what} is not made of hex digits${hint}.`;
}

function isBase64OfBytes(text: string, bytes: number): boolean {
  return /^[\w+/-]+={0,2}$/.test(text) && text.replace(/=+$/, '').length === Math.ceil((bytes * 8) / 6);
}
