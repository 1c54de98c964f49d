import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';

/**
 * An attribute with this text goes out as the integer 2^63 − 1, which no JavaScript number can be. In protobuf an
 * AnyValue of eight characters is as long as one of that integer, so no length around it changes.
 */
export const INT64_MAX = 'int64max';
const INT64_MAX_DIGITS = '9223372036854775807';
const INT64_MAX_TEXT_FIELD = Buffer.from([0x0a, INT64_MAX.length, ...Buffer.from(INT64_MAX)]);
const INT64_MAX_INT_FIELD = Buffer.from([0x18, ...Array<number>(8).fill(0xff), 0x7f]);

export interface OtlpBody {
  readonly contentType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The two encodings of the Python client. */
export const ENCODINGS = { json: encodeJson, protobuf: encodeProtobuf } as const;
export type Encoding = keyof typeof ENCODINGS;

function encodeProtobuf(spans: ReadableSpan[]): OtlpBody {
  const bytes = Buffer.from(ProtobufTraceSerializer.serializeRequest(spans) ?? []);
  for (let at = bytes.indexOf(INT64_MAX_TEXT_FIELD); at !== -1; at = bytes.indexOf(INT64_MAX_TEXT_FIELD, at)) {
    INT64_MAX_INT_FIELD.copy(bytes, at);
  }
  return { contentType: 'application/x-protobuf', bytes: Uint8Array.from(bytes) };
}

const KINDS = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];
const STATUS_CODES = ['UNSET', 'OK', 'ERROR'];

/** Members of a span that the Python client never sends (honeyhive-system.md 2.2). */
const NEVER_SENT = new Set(['links', 'flags', 'traceState', 'droppedAttributesCount', 'droppedEventsCount']);

/** Not quite OTLP/JSON: names of enums, a `null` parent, integers as text. */
function encodeJson(spans: ReadableSpan[]): OtlpBody {
  const request = Buffer.from(JsonTraceSerializer.serializeRequest(spans) ?? []).toString();
  const text = JSON.stringify(JSON.parse(request, asPythonSendsIt));
  return { contentType: 'application/json', bytes: new TextEncoder().encode(text) };
}

function asPythonSendsIt(name: string, value: unknown): unknown {
  if (NEVER_SENT.has(name) || name === 'droppedLinksCount') return undefined;
  if (name === 'intValue') return String(value);
  if (name === 'kind') return `SPAN_KIND_${KINDS[value as number]}`;
  if (typeof value !== 'object' || value === null) return value;
  if (name === 'status') return { ...value, code: `STATUS_CODE_${STATUS_CODES[(value as { code: number }).code]}` };
  if ('stringValue' in value && value.stringValue === INT64_MAX) return { intValue: INT64_MAX_DIGITS };
  return 'spanId' in value ? { parentSpanId: null, ...value } : value;
}
