import { eraseJsonSpans } from './erase-json-spans';
import { eraseProtobufSpans } from './erase-protobuf-spans';
import type { OtlpEncoding } from './otlp-encoding';

/**
 * A body without the contents of some of its spans. An empty span stays in the place of each, so that all others keep
 * their ordinals; a resource or scope of which no span is left loses its contents, too.
 * @param bytes an uncompressed body that {@link decodeTraces} takes.
 */
export function eraseSpans(bytes: Uint8Array, encoding: OtlpEncoding, ordinals: ReadonlySet<number>): Uint8Array {
  return encoding === 'protobuf' ? eraseProtobufSpans(bytes, ordinals) : eraseJsonSpans(bytes, ordinals);
}
