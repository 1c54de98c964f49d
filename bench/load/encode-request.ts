import type { Attribute, AttributeValue } from '../../lib/domain/attributes';
import { isKeyValueList } from '../../lib/domain/attributes';
import type { Span, SpanEvent } from '../../lib/domain/span';
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
  const scopeSpans = [{ scope: { name: SCOPE.name, version: SCOPE.version }, spans: spans.map(jsonSpan) }];
  return JSON.stringify({
    resourceSpans: [{ resource: { attributes: RESOURCE.attributes.map(jsonAttribute) }, scopeSpans }],
  });
}

/** Members in the order of the protobuf fields, so that the ids stand together in both encodings. */
function jsonSpan(span: Span): object {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId === null ? {} : { parentSpanId: span.parentSpanId }),
    name: span.name,
    kind: span.kind,
    startTimeUnixNano: span.startUnixNano.toString(),
    endTimeUnixNano: span.endUnixNano.toString(),
    attributes: span.attributes.map(jsonAttribute),
    droppedAttributesCount: span.droppedAttributesCount,
    events: span.events.map(jsonEvent),
    droppedEventsCount: span.droppedEventsCount,
    links: [],
    droppedLinksCount: span.droppedLinksCount,
    status: { code: span.status.code },
    flags: span.flags,
  };
}

function jsonEvent({ timeUnixNano, name, attributes }: SpanEvent): object {
  return { timeUnixNano: timeUnixNano.toString(), name, attributes: attributes.map(jsonAttribute) };
}

function jsonAttribute({ key, value }: Attribute): object {
  return { key, value: jsonValue(value) };
}

function jsonValue(value: AttributeValue): object {
  if (value === null) return {};
  switch (typeof value) {
    case 'string':
      return { stringValue: value };
    case 'boolean':
      return { boolValue: value };
    case 'bigint':
      return { intValue: value.toString() };
    case 'number':
      return { doubleValue: value };
  }
  if (value instanceof Uint8Array) return { bytesValue: Buffer.from(value).toString('base64') };
  if (isKeyValueList(value)) return { kvlistValue: { values: value.entries.map(jsonAttribute) } };
  return { arrayValue: { values: value.map(jsonValue) } };
}
