import 'server-only';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { DecodedTraces } from '../domain/span';
import { decodeTraces } from '../otlp/decode-traces';
import { otlpEncodingOf } from '../otlp/otlp-encoding';
import type { SentBody } from '../store/store';

const inflate = promisify(gunzip);

/** The spans of a kept export request, exactly as they were sent: only bodies of a known encoding bring spans. */
export async function decodeSentBody(body: SentBody): Promise<DecodedTraces> {
  const bytes = body.contentEncoding === 'gzip' ? await inflate(body.bytes) : body.bytes;
  return decodeTraces(bytes, otlpEncodingOf(body.contentType) ?? 'protobuf');
}
