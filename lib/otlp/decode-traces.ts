import type { DecodedTraces } from '../domain/span';
import { decodeJson } from './decode-json';
import { decodeProtobuf } from './decode-protobuf';
import type { OtlpEncoding } from './otlp-encoding';
import { TracesCollector } from './traces-collector';

/**
 * The spans of one OTLP export request, in document order. Spans that cannot be kept are in `rejected` with their
 * place and the reason; the others are kept verbatim. Where the encodings differ: an absent dropped count is 0 in
 * protobuf (proto3 leaves zeros out) and null in JSON; absent flags are null in both.
 * @param bytes the uncompressed body.
 * @throws AppError `invalid-request` when the bytes are no such request at all.
 */
export function decodeTraces(bytes: Uint8Array, encoding: OtlpEncoding): DecodedTraces {
  const collector = new TracesCollector();
  if (encoding === 'protobuf') decodeProtobuf(bytes, collector);
  else decodeJson(bytes, collector);
  return collector.result();
}
