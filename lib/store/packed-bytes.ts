import { Buffer } from 'node:buffer';
import { brotliCompressSync, brotliDecompressSync, constants, crc32 } from 'node:zlib';

/**
 * Bytes as the database keeps them: a marker, a checksum, then the bytes or their Brotli form. The quickest level: it
 * costs less than writing what it saves. The checksum, because SQLite has none: damage is told, not shown as contents.
 */
const PLAIN = 0;
const BROTLI = 1;
const HEADER_BYTES = 5;
/** Shorter ones gain nothing. */
const COMPRESS_FROM = 2048;

export function packBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.byteLength < COMPRESS_FROM) return withHeader(PLAIN, bytes);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 0,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
  };
  const packed = brotliCompressSync(bytes, { params, chunkSize: Math.max(4096, bytes.byteLength >> 1) });
  return withHeader(BROTLI, packed);
}

function withHeader(marker: number, contents: Uint8Array): Uint8Array {
  const packed = Buffer.allocUnsafe(HEADER_BYTES + contents.byteLength);
  packed[0] = marker;
  packed.writeUInt32LE(crc32(contents, marker), 1);
  packed.set(contents, HEADER_BYTES);
  return packed;
}

/** @throws Error when the bytes are not as {@link packBytes} made them. */
export function unpackBytes(packed: Uint8Array): Buffer {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const contents = bytes.subarray(HEADER_BYTES);
  const isSound = bytes.length >= HEADER_BYTES && crc32(contents, bytes[0]) === bytes.readUInt32LE(1);
  if (isSound && bytes[0] === PLAIN) return contents;
  if (isSound && bytes[0] === BROTLI) return brotliDecompressSync(contents, { chunkSize: 2 ** 18 });
  throw new Error('Stored bytes are damaged: the database file was changed by something else.');
}
