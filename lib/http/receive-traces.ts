import 'server-only';
import { AppError, type ErrorCode, isAppError } from '../domain/errors';
import { fullSuccess, partialSuccess, RPC_CODES, type RpcCode, statusBody } from '../otlp/export-response';
import { CONTENT_TYPES, type OtlpEncoding, otlpEncodingOf } from '../otlp/otlp-encoding';
import { ACCEPTED_ENCODINGS, contentCodingOf } from '../services/inflate';
import { type ExportOutcome, KEPT_HEADERS, type SentTraces } from '../services/ingest-export';
import type { Admission } from './admission';
import { type CorsOrigins, corsHeaders, preflightHeaders } from './cors';
import { readBody, tooLarge } from './read-body';
import type { ReceiverLimits } from './receiver-limits';

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
  /**
   * Who sends this: the project of its key, or null while there are no keys.
   * @throws AppError `unauthenticated`, `forbidden` or `unavailable`
   */
  admit(header: TracesRequest['header']): Promise<string | null>;
  /** Whether everybody may send. */
  isOpen(): Promise<boolean>;
  /** Makes the spans durable. An AppError says why it cannot; everything else counts as a passing trouble. */
  ingest(sent: SentTraces): Promise<ExportOutcome>;
  /** Shared by everything that takes spans for the same store. */
  readonly admission: Admission;
  readonly limits: ReceiverLimits;
  readonly corsOrigins: CorsOrigins;
  now(): Date;
  /** Rejects while nothing can be kept. */
  ready(): Promise<unknown>;
  readonly log?: { error(details: object, message: string): void };
}

interface Refusal {
  readonly status: number;
  readonly code: RpcCode;
  /** What of the request can never be read. */
  readonly unreadable?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How every refusal is told. Clients repeat 429 and 503 and give up on all others: a passing trouble is one of these. */
const REFUSALS: Readonly<Record<ErrorCode, Refusal>> = {
  'invalid-request': { status: 400, code: RPC_CODES.INVALID_ARGUMENT, unreadable: 'body' },
  conflict: { status: 400, code: RPC_CODES.INVALID_ARGUMENT },
  unauthenticated: { status: 401, code: RPC_CODES.UNAUTHENTICATED, headers: { 'www-authenticate': 'Bearer' } },
  forbidden: { status: 403, code: RPC_CODES.PERMISSION_DENIED },
  'not-found': { status: 404, code: RPC_CODES.NOT_FOUND },
  gone: { status: 410, code: RPC_CODES.NOT_FOUND },
  'method-not-allowed': { status: 405, code: RPC_CODES.UNIMPLEMENTED, headers: { allow: 'POST, OPTIONS' } },
  'not-served': { status: 501, code: RPC_CODES.UNIMPLEMENTED },
  'too-large': { status: 413, code: RPC_CODES.RESOURCE_EXHAUSTED },
  'unsupported-media-type': { status: 415, code: RPC_CODES.INVALID_ARGUMENT },
  'unsupported-encoding': {
    status: 415,
    code: RPC_CODES.INVALID_ARGUMENT,
    headers: { 'accept-encoding': ACCEPTED_ENCODINGS },
  },
  overloaded: { status: 429, code: RPC_CODES.RESOURCE_EXHAUSTED, headers: { 'retry-after': '1' } },
  unavailable: { status: 503, code: RPC_CODES.UNAVAILABLE, headers: { 'retry-after': '5' } },
};

/**
 * Answers one OTLP/HTTP request for traces: 200 after `ingest` has kept the spans, else a `google.rpc.Status` in the
 * request's encoding (JSON when that is not known). A refusal may come before the body has been read.
 * @throws what the body throws when the client goes away before all of it came; then nobody waits for an answer.
 */
export async function receiveTraces(deps: ReceiveTracesDeps, request: TracesRequest): Promise<TracesAnswer> {
  const origin = request.header('origin');
  if (request.method === 'OPTIONS') {
    return { status: 204, headers: preflightHeaders(deps.corsOrigins, origin), body: new Uint8Array() };
  }
  const encoding = otlpEncodingOf(request.header('content-type'));
  const answer = await exportAnswer(deps, request, encoding);
  return { ...answer, headers: { ...answer.headers, ...corsHeaders(deps.corsOrigins, origin) } };
}

async function exportAnswer(
  deps: ReceiveTracesDeps,
  request: TracesRequest,
  encoding: OtlpEncoding | null,
): Promise<TracesAnswer> {
  const contentType = request.header('content-type') ?? '';
  try {
    const keyProject = await deps.admit(request.header);
    if (request.method !== 'POST') throw new AppError('method-not-allowed', 'Export traces with POST.');
    if (encoding === null) throw new AppError('unsupported-media-type', wrongTypeMessage(contentType));
    const contentEncoding = contentCodingOf(request.header('content-encoding'));
    const announced = announcedLength(request);
    if (announced > deps.limits.maxBodyBytes) throw tooLarge(deps.limits.maxBodyBytes);
    const admitted = deps.admission.enter(announced);
    try {
      const { maxBodyBytes: maxBytes, pace } = deps.limits;
      const bytes = await readBody(request.body, { maxBytes, pace, count: admitted.count });
      const { method, path } = request;
      const headers = keptHeaders(request);
      const receivedAt = deps.now().getTime();
      const sent = { method, path, headers, contentType, contentEncoding, bytes, receivedAt, keyProject };
      const outcome = await keep(deps, sent);
      return answerOf(200, encoding, successBody(encoding, outcome));
    } finally {
      admitted.leave();
    }
  } catch (error) {
    if (!isAppError(error)) throw error;
    return refuse(encoding, error.code, error.message);
  }
}

function wrongTypeMessage(contentType: string): string {
  const types = Object.values(CONTENT_TYPES).join(' or ');
  if (!/^application\/grpc\b/i.test(contentType)) return `Send ${types}.`;
  return `OTLP over gRPC is not taken here: use OTLP/HTTP (http/protobuf), which sends ${types} to /v1/traces.`;
}

/** 0 for a chunked body, which is counted as it comes. */
function announcedLength(request: TracesRequest): number {
  const length = Number(request.header('content-length') ?? 0);
  return Number.isSafeInteger(length) ? length : 0;
}

function keptHeaders(request: TracesRequest): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = request.header(name);
    if (value !== null && value !== undefined) headers[name] = value;
  }
  return headers;
}

/** @throws only AppErrors: why the spans could not be kept. */
async function keep(deps: ReceiveTracesDeps, sent: SentTraces): Promise<ExportOutcome> {
  try {
    return await deps.ingest(sent);
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    deps.log?.error({ err: cause, path: sent.path }, 'spans could not be kept');
    throw new AppError('unavailable', 'The spans could not be stored just now; send them again.', { cause });
  }
}

/** More would say nothing new: one fault of a client usually spoils all its spans alike. */
const REASONS_TOLD = 5;

function successBody(encoding: OtlpEncoding, { accepted, rejected, warnings }: ExportOutcome): Uint8Array {
  if (rejected.length === 0 && warnings.length === 0) return fullSuccess(encoding);
  const sentences: string[] = [];
  if (rejected.length > 0) {
    sentences.push(`${rejected.length} of ${rejected.length + accepted} spans were not kept.`);
    for (const { ordinal, reason } of rejected.slice(0, REASONS_TOLD)) sentences.push(`Span ${ordinal}: ${reason}`);
  }
  if (warnings.length > 0) sentences.push(`Tolerated: ${warnings.join('; ')}.`);
  return partialSuccess(encoding, rejected.length, sentences.join(' '));
}

/** A refusal as a `google.rpc.Status`. */
export function refuse(encoding: OtlpEncoding | null, reason: ErrorCode, message: string): TracesAnswer {
  const { status, code, unreadable, headers } = REFUSALS[reason];
  const known = encoding ?? 'json';
  return answerOf(status, known, statusBody(known, code, message, unreadable), headers);
}

function answerOf(
  status: number,
  encoding: OtlpEncoding,
  body: Uint8Array,
  headers: Refusal['headers'] = {},
): TracesAnswer {
  return { status, headers: { 'content-type': CONTENT_TYPES[encoding], ...headers }, body };
}
