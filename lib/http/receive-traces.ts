import 'server-only';
import { AppError, type ErrorCode, isAppError } from '../domain/errors';
import type { DecodedTraces } from '../domain/span';
import { decodeTraces } from '../otlp/decode-traces';
import { fullSuccess, partialSuccess, RPC_CODES, type RpcCode, statusBody } from '../otlp/export-response';
import { CONTENT_TYPES, type OtlpEncoding, otlpEncodingOf } from '../otlp/otlp-encoding';
import type { ReceivedTraces, SentTraces } from '../services/ingest-traces';
import { ACCEPTED_ENCODINGS, readBody } from './read-body';

/** An export request that is still arriving. */
export interface TracesRequest {
  readonly method: string;
  readonly path: string;
  /** The value of a header by its lower-case name. */
  header(name: string): string | null | undefined;
  readonly body: AsyncIterable<Uint8Array>;
}

export interface TracesAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface ReceiveTracesDeps {
  /** Makes the spans durable. An AppError says why it cannot; everything else counts as a passing trouble. */
  ingest(received: ReceivedTraces): Promise<void>;
  /** Told of requests that were read but not kept. What it throws is logged and changes no answer. */
  refused?(request: SentTraces, status: number, reason: string): Promise<void> | void;
  /** Limit for a body, as it comes and after decompression. */
  readonly maxBodyBytes: number;
  readonly log?: { error(details: object, message: string): void };
}

interface Refusal {
  readonly status: number;
  readonly code: RpcCode;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How every refusal is told. Clients retry 503 and give up on all others, so a passing trouble is always a 503. */
const REFUSALS: Readonly<Record<ErrorCode, Refusal>> = {
  'invalid-request': { status: 400, code: RPC_CODES.INVALID_ARGUMENT },
  conflict: { status: 400, code: RPC_CODES.INVALID_ARGUMENT },
  'not-found': { status: 404, code: RPC_CODES.NOT_FOUND },
  'method-not-allowed': { status: 405, code: RPC_CODES.UNIMPLEMENTED, headers: { allow: 'POST, OPTIONS' } },
  // The rest of the body may still be on its way, so the connection is of no further use.
  'too-large': { status: 413, code: RPC_CODES.RESOURCE_EXHAUSTED, headers: { connection: 'close' } },
  'unsupported-media-type': { status: 415, code: RPC_CODES.INVALID_ARGUMENT },
  'unsupported-encoding': {
    status: 415,
    code: RPC_CODES.INVALID_ARGUMENT,
    headers: { 'accept-encoding': ACCEPTED_ENCODINGS },
  },
  unavailable: { status: 503, code: RPC_CODES.UNAVAILABLE, headers: { 'retry-after': '5' } },
};

/** Any page may export, with what exporters send, and never with cookies. */
const CORS = { 'access-control-allow-origin': '*' };
const PREFLIGHT = {
  ...CORS,
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-allow-headers':
    'authorization, baggage, content-encoding, content-type, hh-client-language, hh-client-package, ' +
    'hh-client-timestamp, hh-client-version, traceparent, tracestate, x-project, x-source',
  'access-control-max-age': '86400',
};

/**
 * Answers one OTLP/HTTP request for traces: 200 after `ingest` has kept the spans, else a `google.rpc.Status` in the
 * request's encoding (JSON when that is not known).
 * @throws what the body throws when the client goes away before all of it came; then nobody waits for an answer.
 */
export async function receiveTraces(deps: ReceiveTracesDeps, request: TracesRequest): Promise<TracesAnswer> {
  if (request.method === 'OPTIONS') return { status: 204, headers: PREFLIGHT, body: new Uint8Array() };
  const contentType = request.header('content-type') ?? '';
  const encoding = otlpEncodingOf(contentType);
  if (request.method !== 'POST') return refuse(encoding, 'method-not-allowed', 'Export traces with POST.');
  if (encoding === null)
    return refuse(encoding, 'unsupported-media-type', `Send ${Object.values(CONTENT_TYPES).join(' or ')}.`);

  let read: SentTraces | null = null;
  try {
    const { bytes, sent, wireBytes } = await readBody(
      request.body,
      request.header('content-encoding'),
      deps.maxBodyBytes,
    );
    const { method, path } = request;
    read = { method, path, header: (name) => request.header(name), body: { ...sent, contentType }, wireBytes };
    const decoded = decode(deps, bytes, encoding);
    await keep(deps, { ...read, decoded });
    return answer(200, encoding, successBody(encoding, decoded));
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (read !== null) await report(deps, read, error);
    return refuse(encoding, error.code, error.message);
  }
}

/** @throws only AppErrors: a body that breaks the decoder would break it again, so nobody is asked to retry. */
function decode(deps: ReceiveTracesDeps, bytes: Uint8Array, encoding: OtlpEncoding): DecodedTraces {
  try {
    return decodeTraces(bytes, encoding);
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    deps.log?.error({ err: cause }, 'an export request broke the decoder');
    throw new AppError('invalid-request', 'The body could not be decoded.', { cause });
  }
}

/** @throws only AppErrors: why the spans could not be kept. */
async function keep(deps: ReceiveTracesDeps, received: ReceivedTraces): Promise<void> {
  try {
    await deps.ingest(received);
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    deps.log?.error({ err: cause, path: received.path }, 'spans could not be kept');
    throw new AppError('unavailable', 'The spans could not be stored just now; send them again.', { cause });
  }
}

async function report(deps: ReceiveTracesDeps, read: SentTraces, error: AppError): Promise<void> {
  try {
    await deps.refused?.(read, REFUSALS[error.code].status, error.message);
  } catch (err) {
    deps.log?.error({ err, path: read.path }, 'a refused request could not be recorded');
  }
}

/** More would say nothing new: one fault of a client usually spoils all its spans alike. */
const REASONS_TOLD = 5;

function successBody(encoding: OtlpEncoding, { spans, rejected, warnings }: DecodedTraces): Uint8Array {
  if (rejected.length === 0 && warnings.length === 0) return fullSuccess(encoding);
  const sentences: string[] = [];
  if (rejected.length > 0) {
    sentences.push(`${rejected.length} of ${rejected.length + spans.length} spans were not kept.`);
    for (const { ordinal, reason } of rejected.slice(0, REASONS_TOLD)) sentences.push(`Span ${ordinal}: ${reason}`);
  }
  if (warnings.length > 0) sentences.push(`Tolerated: ${warnings.join('; ')}.`);
  return partialSuccess(encoding, rejected.length, sentences.join(' '));
}

/** A refusal as a `google.rpc.Status`. */
export function refuse(encoding: OtlpEncoding | null, reason: ErrorCode, message: string): TracesAnswer {
  const { status, code, headers } = REFUSALS[reason];
  const known = encoding ?? 'json';
  return answer(status, known, statusBody(known, code, message), headers);
}

function answer(
  status: number,
  encoding: OtlpEncoding,
  body: Uint8Array,
  headers: Refusal['headers'] = {},
): TracesAnswer {
  return { status, headers: { 'content-type': CONTENT_TYPES[encoding], ...CORS, ...headers }, body };
}
