import { Buffer } from 'node:buffer';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';

/**
 * Bytes as the database keeps them: a marker, then the bytes or their Brotli form. The quickest level: it costs less
 * than writing what it saves.
 */
const PLAIN = 0;
const BROTLI = 1;
/** Shorter ones gain nothing. */
const COMPRESS_FROM = 2048;

export function packBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.byteLength < COMPRESS_FROM) return Buffer.concat([Uint8Array.of(PLAIN), bytes]);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 0,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
  };
  const packed = brotliCompressSync(bytes, { params, chunkSize: Math.max(4096, bytes.byteLength >> 1) });
  return Buffer.concat([Uint8Array.of(BROTLI), packed]);
}

/** @throws Error when the bytes were not made by {@link packBytes}. */
export function unpackBytes(packed: Uint8Array): Buffer {
  const rest = Buffer.from(packed.buffer, packed.byteOffset + 1, packed.byteLength - 1);
  switch (packed[0]) {
    case PLAIN:
      return rest;
    case BROTLI:
      return brotliDecompressSync(rest, { chunkSize: 2 ** 18 });
    default:
      throw new Error('Stored bytes are damaged.');
  }
}
