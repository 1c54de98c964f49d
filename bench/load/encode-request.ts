import type { Attribute } from '../../lib/domain/attributes';
import type { Span } from '../../lib/domain/span';
import { resourceJson, scopeJson, spanJson } from '../../lib/otlp/encode-json';
import { anyValueFields, messageField, spanFields, stringField, varint } from '../../lib/testing/encode-protobuf';
import { RESOURCE, SCOPE } from './span-contents';

export const BODY_ENCODINGS = ['protobuf', 'json'] as const;
export type BodyEncoding = (typeof BODY_ENCODINGS)[number];

/** One export request with all spans under the one resource and scope of `span-contents`. */
export function encodeRequest(spans: readonly Span[], encoding: BodyEncoding): Buffer {
  return encoding === 'json' ? Buffer.from(jsonText(spans)) : protobufBytes(spans);
}

function protobufBytes(spans: readonly Span[]): Buffer {
  const resource = messageField(1, ...RESOURCE.attributes.map((attribute) => keyValue(1, attribute)));
  const scope = messageField(1, stringField(1, SCOPE.name), stringField(2, SCOPE.version));
  const scopeSpans = Buffer.concat([
    Buffer.from(scope),
    ...spans.map((span) => Buffer.from(messageField(2, ...spanFields(span)))),
  ]);
  return wrapped(1, Buffer.concat([Buffer.from(resource), wrapped(2, scopeSpans)]));
}

function wrapped(field: number, message: Buffer): Buffer {
  return Buffer.concat([Buffer.from([...varint(field * 8 + 2), ...varint(message.length)]), message]);
}

function keyValue(field: number, { key, value }: Attribute) {
  return messageField(field, stringField(1, key), messageField(2, anyValueFields(value)));
}

function jsonText(spans: readonly Span[]): string {
  const scopeSpans = [{ scope: scopeJson(SCOPE), spans: spans.map(spanJson) }];
  return JSON.stringify({ resourceSpans: [{ resource: resourceJson(RESOURCE), scopeSpans }] });
}
