import 'server-only';
import { AppError, isAppError } from '../domain/errors';
import type { DecodedTraces, RejectedSpan } from '../domain/span';
import { decodeTraces } from '../otlp/decode-traces';
import { otlpEncodingOf } from '../otlp/otlp-encoding';
import type { IngestContext } from './context';
import { type ContentCoding, inflate } from './inflate';
import { ingestTraces, recordRefusedTraces } from './ingest-traces';

/** An export request as it came. Plain data, so that it can be handed to another thread. */
export interface SentTraces {
  readonly method: string;
  readonly path: string;
  /** Those of {@link KEPT_HEADERS} that were sent, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
  readonly contentEncoding: ContentCoding;
  /** As they came over the wire. The array owns the whole of its buffer. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** The project of the key it was sent with, where all of it goes; null while there are no keys. */
  readonly keyProject: string | null;
}

/** The request headers that say whose spans these are. */
export const KEPT_HEADERS = ['user-agent', 'x-project', 'hh-client-package', 'hh-client-version'] as const;

/** What became of the spans of an export request. */
export interface ExportOutcome {
  /** Spans that are stored now, for the first time or again. */
  readonly accepted: number;
  readonly rejected: readonly RejectedSpan[];
  readonly warnings: readonly string[];
}

/** HTTP status told for what {@link ingestExport} refuses; kept with the request. */
const REFUSED_WITH: Partial<Readonly<Record<AppError['code'], number>>> = { 'too-large': 413 };

/**
 * Uncompresses, decodes, routes, judges and keeps one export request: its spans are durable when the promise resolves.
 * A request that cannot be read is kept with the reason.
 * @throws AppError, and nothing else: `too-large` or `invalid-request` for what can never be kept, `unavailable` or
 * `overloaded` for what may be sent again.
 */
export async function ingestExport(ctx: IngestContext, sent: SentTraces): Promise<ExportOutcome> {
  const received = {
    method: sent.method,
    path: sent.path,
    header: (name: string) => sent.headers[name],
    wireBytes: sent.bytes.byteLength,
    keyProject: sent.keyProject,
  };
  const timed = { ...ctx, now: () => new Date(sent.receivedAt) };
  const { contentType, contentEncoding } = sent;

  let bytes: Uint8Array;
  let decoded: DecodedTraces;
  try {
    bytes = inflate(sent.bytes, contentEncoding, ctx.config.maxBodyBytes);
    decoded = decode(ctx, bytes, contentType);
  } catch (error) {
    if (isAppError(error)) {
      const body = { bytes: sent.bytes, contentType, contentEncoding };
      await recordRefusedTraces(timed, { ...received, body }, REFUSED_WITH[error.code] ?? 400, error.message).catch(
        (err: unknown) => ctx.log.error({ err, path: sent.path }, 'a refused request could not be recorded'),
      );
    }
    throw error;
  }
  // Evidence is kept as it came, or uncompressed where it came in a form that nobody else reads.
  const body =
    contentEncoding === 'gzip'
      ? { bytes: sent.bytes, contentType, contentEncoding }
      : { bytes, contentType, contentEncoding: '' };
  try {
    const { accepted, duplicated } = await ingestTraces(timed, { ...received, body, decoded });
    return { accepted: accepted + duplicated, rejected: decoded.rejected, warnings: decoded.warnings };
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    ctx.log.error({ err: cause, path: sent.path }, 'spans could not be kept');
    throw new AppError('unavailable', 'The spans could not be stored just now; send them again.', { cause });
  }
}

/** @throws only AppErrors: a body that breaks the decoder would break it again, so nobody is asked to retry. */
function decode(ctx: IngestContext, bytes: Uint8Array, contentType: string): DecodedTraces {
  try {
    return decodeTraces(bytes, otlpEncodingOf(contentType) ?? 'protobuf');
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    ctx.log.error({ err: cause }, 'an export request broke the decoder');
    throw new AppError('invalid-request', 'The body could not be decoded.', { cause });
  }
}
