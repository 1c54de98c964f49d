import 'server-only';
import { gunzipSync, inflateRawSync, inflateSync, type ZlibOptions } from 'node:zlib';
import { AppError } from '../domain/errors';

/** How a body is compressed; `''` for not at all. */
export type ContentCoding = '' | 'gzip' | 'deflate';

/** The codings a client may use, as an `Accept-Encoding` header says it. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, identity';

const CODINGS: ReadonlyMap<string, ContentCoding> = new Map([
  ['', ''],
  ['identity', ''],
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate'],
]);

/**
 * The one coding that a `Content-Encoding` header names.
 * @throws AppError `unsupported-encoding` for any other, and for several: a bomb in a bomb multiplies.
 */
export function contentCodingOf(contentEncoding: string | null | undefined): ContentCoding {
  const coding = CODINGS.get(contentEncoding?.trim().toLowerCase() ?? '');
  if (coding !== undefined) return coding;
  throw new AppError(
    'unsupported-encoding',
    `This Content-Encoding is not taken here; compress once, with one of ${ACCEPTED_ENCODINGS}.`,
  );
}

/** Node's default of 16 KiB takes twice the time. */
const CHUNK_BYTES = 256 * 1024;

/**
 * A body uncompressed. Blocks its thread, and never holds more than the limit and one chunk.
 * @throws AppError `too-large`, or `invalid-request` for a damaged stream.
 */
export function inflate(wire: Uint8Array, coding: ContentCoding, maxBytes: number): Uint8Array {
  if (coding === '') return wire;
  const options = { chunkSize: CHUNK_BYTES, maxOutputLength: maxBytes };
  try {
    if (coding === 'gzip') return gunzipSync(wire, options);
    return inflateWhole(isZlib(wire) ? inflateSync : inflateRawSync, wire, options);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE') {
      throw new AppError('too-large', `The body is larger than ${maxBytes} bytes; send smaller batches.`, { cause });
    }
    throw new AppError('invalid-request', 'The compressed body is damaged or incomplete.', { cause });
  }
}

interface InflateInfo {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

/** What follows the end of a deflate stream is damage, too; zlib would pass over it in silence. */
function inflateWhole(run: typeof inflateSync, wire: Uint8Array, options: ZlibOptions): Uint8Array {
  // With `info` the result has the engine beside it; Node's types do not know that.
  const { buffer, engine } = run(wire, { ...options, info: true }) as unknown as InflateInfo;
  if (engine.bytesWritten < wire.byteLength) throw new Error('bytes follow the end of the stream');
  return buffer;
}

/** `deflate` means the zlib format, but some clients send bare deflate data. */
function isZlib(wire: Uint8Array): boolean {
  const [first = 0, second = 0] = wire;
  return (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;
}
