import type { OtlpEncoding } from './otlp-encoding';

/** The codes of `google.rpc.Code` that this server answers. */
export const RPC_CODES = {
  INVALID_ARGUMENT: 3,
  NOT_FOUND: 5,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  UNIMPLEMENTED: 12,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const;
export type RpcCode = (typeof RPC_CODES)[keyof typeof RPC_CODES];

const MAX_MESSAGE_BYTES = 1024;
const utf8 = new TextEncoder();

/** The answer when every span was kept: an ExportTraceServiceResponse with `partial_success` unset. */
export function fullSuccess(encoding: OtlpEncoding): Uint8Array {
  return encoding === 'protobuf' ? new Uint8Array() : utf8.encode('{}');
}

/**
 * The answer when spans were refused, or (with `rejected` 0) when something was tolerated.
 *
 * message ExportTraceServiceResponse
 *   0x0a  1 partial_success  ExportTracePartialSuccess
 * message ExportTracePartialSuccess
 *   0x08  1 rejected_spans   int64
 *   0x12  2 error_message    string
 */
export function partialSuccess(encoding: OtlpEncoding, rejected: number, message: string): Uint8Array {
  const errorMessage = cleanMessage(message);
  if (encoding === 'json') {
    return utf8.encode(JSON.stringify({ partialSuccess: { rejectedSpans: String(rejected), errorMessage } }));
  }
  return field(
    0x0a,
    Uint8Array.from([...(rejected === 0 ? [] : [0x08, ...varint(rejected)]), ...text(0x12, errorMessage)]),
  );
}

const BAD_REQUEST = 'type.googleapis.com/google.rpc.BadRequest';

/**
 * The body of every refusal. One of an unreadable request has a `google.rpc.BadRequest` in its details, by which
 * clients know that sending it again is of no use.
 *
 * message google.rpc.Status
 *   0x08  1 code              int32
 *   0x12  2 message           string
 *   0x1a  3 details           repeated google.protobuf.Any
 * message google.protobuf.Any
 *   0x0a  1 type_url          string
 *   0x12  2 value             bytes
 * message google.rpc.BadRequest
 *   0x0a  1 field_violations  repeated FieldViolation
 * message google.rpc.BadRequest.FieldViolation
 *   0x0a  1 field             string
 *   0x12  2 description       string
 *
 * @param unreadable the part of the request that could not be read.
 */
export function statusBody(encoding: OtlpEncoding, code: RpcCode, message: string, unreadable?: string): Uint8Array {
  const clean = cleanMessage(message);
  if (encoding === 'json') {
    const violation = { field: unreadable, description: clean };
    const details =
      unreadable === undefined ? {} : { details: [{ '@type': BAD_REQUEST, fieldViolations: [violation] }] };
    return utf8.encode(JSON.stringify({ code, message: clean, ...details }));
  }
  const status = [0x08, ...varint(code), ...text(0x12, clean)];
  if (unreadable === undefined) return Uint8Array.from(status);
  const violation = Uint8Array.from([...text(0x0a, unreadable), ...text(0x12, clean)]);
  const any = Uint8Array.from([...text(0x0a, BAD_REQUEST), ...field(0x12, field(0x0a, violation))]);
  return Uint8Array.from([...status, ...field(0x1a, any)]);
}

function text(tag: number, value: string): Uint8Array {
  return value === '' ? new Uint8Array() : field(tag, utf8.encode(value));
}

function field(tag: number, bytes: Uint8Array): Uint8Array {
  return Uint8Array.from([tag, ...varint(bytes.length), ...bytes]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...bytes, rest];
}

/** Without line breaks and other control characters, and at most 1 kB of UTF-8: clients write it into their logs. */
function cleanMessage(message: string): string {
  const line = message.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  const bytes = utf8.encode(line);
  if (bytes.length <= MAX_MESSAGE_BYTES) return line;
  return `${new TextDecoder().decode(bytes.subarray(0, MAX_MESSAGE_BYTES - 6)).replace(/\uFFFD+$/, '')}…`;
}
