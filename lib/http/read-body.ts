import 'server-only';
import { promisify } from 'node:util';
import { gunzip, inflate, inflateRaw, type ZlibOptions } from 'node:zlib';
import { AppError } from '../domain/errors';

/** A request body, and how it came. */
export interface ReadBody {
  /** Uncompressed. */
  readonly bytes: Uint8Array;
  /** What to keep as evidence: the bytes as they came, or uncompressed where they came in a form nobody else reads. */
  readonly sent: { readonly bytes: Uint8Array; readonly contentEncoding: '' | 'gzip' };
  /** Length of the body as it came. */
  readonly wireBytes: number;
}

/** The codings a client may use, as an `Accept-Encoding` header says it. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, identity';

type Decompress = (bytes: Uint8Array, options: ZlibOptions) => Promise<Buffer>;

const decompressGzip: Decompress = promisify(gunzip);
const decompressZlib: Decompress = promisify(inflate);
const decompressRaw: Decompress = promisify(inflateRaw);

/**
 * Reads a request body whole.
 * @param contentEncoding the `Content-Encoding` header; null when there is none.
 * @param maxBytes the most that may come, and the most that may be there after decompression.
 * @throws AppError `too-large`, `unsupported-encoding`, or `invalid-request` for a damaged stream; whatever the source
 * throws when the client goes away.
 */
export async function readBody(
  source: AsyncIterable<Uint8Array>,
  contentEncoding: string | null | undefined,
  maxBytes: number,
): Promise<ReadBody> {
  const coding = contentEncoding?.trim().toLowerCase() ?? '';
  const wire = await readAll(source, maxBytes);
  const wireBytes = wire.byteLength;
  switch (coding) {
    case '':
    case 'identity':
      return { bytes: wire, sent: { bytes: wire, contentEncoding: '' }, wireBytes };
    case 'gzip':
    case 'x-gzip': {
      const bytes = await decompress(decompressGzip, wire, maxBytes);
      return { bytes, sent: { bytes: wire, contentEncoding: 'gzip' }, wireBytes };
    }
    case 'deflate': {
      const bytes = await decompress(isZlib(wire) ? decompressZlib : decompressRaw, wire, maxBytes);
      return { bytes, sent: { bytes, contentEncoding: '' }, wireBytes };
    }
    default:
      throw new AppError('unsupported-encoding', `This Content-Encoding is not known here; use ${ACCEPTED_ENCODINGS}.`);
  }
}

/**
 * A body over the limit is read on, without keeping it, up to twice the limit: a client that is still sending when the
 * connection closes never sees the answer that tells it why.
 */
async function readAll(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source) {
    length += chunk.byteLength;
    if (length <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
    if (length > 2 * maxBytes) break;
  }
  if (length > maxBytes) refuseSize(maxBytes);
  return Buffer.concat(chunks, length);
}

/** Runs in zlib's threads. Large chunks: every chunk costs a turn of the event loop. */
async function decompress(run: Decompress, wire: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  const chunkSize = Math.min(Math.max(4 * wire.byteLength, 2 ** 14), 2 ** 20);
  try {
    return await run(wire, { maxOutputLength: maxBytes, chunkSize });
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE') refuseSize(maxBytes);
    throw new AppError('invalid-request', 'The compressed body is damaged or incomplete.', { cause });
  }
}

/** `deflate` means the zlib format, but some clients send bare deflate data. */
function isZlib(wire: Uint8Array): boolean {
  const [first = 0, second = 0] = wire;
  return (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;
}

function refuseSize(maxBytes: number): never {
  throw new AppError('too-large', `The body is larger than ${maxBytes} bytes; send smaller batches.`);
}
