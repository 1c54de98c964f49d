import 'server-only';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { DecodedTraces } from '../domain/span';
import { decodeTraces } from '../otlp/decode-traces';
import { otlpEncodingOf } from '../otlp/otlp-encoding';
import type { SentBody } from '../store/delivery-store';

const inflate = promisify(gunzip);
/** Node's default of 16 KiB takes twice the time. The size of the result was bounded when the body was received. */
const CHUNK_BYTES = 256 * 1024;

/** The spans of a kept export request, exactly as they were sent: only bodies of a known encoding bring spans. */
export async function decodeSentBody(body: SentBody): Promise<DecodedTraces> {
  const bytes = body.contentEncoding === 'gzip' ? await inflate(body.bytes, { chunkSize: CHUNK_BYTES }) : body.bytes;
  return decodeTraces(bytes, otlpEncodingOf(body.contentType) ?? 'protobuf');
}
