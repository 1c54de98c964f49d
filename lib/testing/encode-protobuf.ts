import type { Attribute, AttributeValue } from '../domain/attributes';
import { isKeyValueList } from '../domain/attributes';
import type { Resource, Scope, Span, SpanEvent, SpanLink } from '../domain/span';

/** Part of a protobuf message. */
export type Bytes = readonly number[];

/** As short as can be; negative numbers as 64 bits. */
export function varint(value: number | bigint): Bytes {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return [...bytes, Number(rest)];
}

export function varintField(field: number, value: number | bigint): Bytes {
  return [...varint(field * 8), ...varint(value)];
}

export function fixed64Field(field: number, value: bigint): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value, true);
  return [...varint(field * 8 + 1), ...bytes];
}

export function doubleField(field: number, value: number): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return [...varint(field * 8 + 1), ...bytes];
}

export function fixed32Field(field: number, value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return [...varint(field * 8 + 5), ...bytes];
}

export function bytesField(field: number, bytes: Iterable<number>): Bytes {
  const value = [...bytes];
  return [...varint(field * 8 + 2), ...varint(value.length), ...value];
}

export function stringField(field: number, text: string): Bytes {
  return bytesField(field, new TextEncoder().encode(text));
}

export function messageField(field: number, ...parts: readonly Bytes[]): Bytes {
  return bytesField(field, parts.flat());
}

export function hexField(field: number, hex: string): Bytes {
  return bytesField(field, Buffer.from(hex, 'hex'));
}

/** An export request with a ResourceSpans for every span. Written for tests from the .proto files, zeros included. */
export function encodeProtobuf(spans: readonly Span[]): Uint8Array {
  return Uint8Array.from(
    spans.flatMap((span) =>
      messageField(
        1,
        messageField(1, ...resourceFields(span.resource)),
        messageField(
          2,
          messageField(1, ...scopeFields(span.scope)),
          messageField(2, ...spanFields(span)),
          stringField(3, span.scope.schemaUrl),
        ),
        stringField(3, span.resource.schemaUrl),
      ),
    ),
  );
}

function resourceFields(resource: Resource): Bytes[] {
  return [...attributeFields(1, resource.attributes), varintField(2, resource.droppedAttributesCount ?? 0)];
}

function scopeFields(scope: Scope): Bytes[] {
  return [
    stringField(1, scope.name),
    stringField(2, scope.version),
    ...attributeFields(3, scope.attributes),
    varintField(4, scope.droppedAttributesCount ?? 0),
  ];
}

export function spanFields(span: Span): Bytes[] {
  return [
    hexField(1, span.traceId),
    hexField(2, span.spanId),
    stringField(3, span.traceState),
    hexField(4, span.parentSpanId ?? ''),
    stringField(5, span.name),
    varintField(6, span.kind),
    fixed64Field(7, span.startUnixNano),
    fixed64Field(8, span.endUnixNano),
    ...attributeFields(9, span.attributes),
    varintField(10, span.droppedAttributesCount ?? 0),
    ...span.events.map((event) => messageField(11, ...eventFields(event))),
    varintField(12, span.droppedEventsCount ?? 0),
    ...span.links.map((link) => messageField(13, ...linkFields(link))),
    varintField(14, span.droppedLinksCount ?? 0),
    messageField(15, stringField(2, span.status.message), varintField(3, span.status.code)),
    ...(span.flags === null ? [] : [fixed32Field(16, span.flags)]),
  ];
}

function eventFields(event: SpanEvent): Bytes[] {
  return [
    fixed64Field(1, event.timeUnixNano),
    stringField(2, event.name),
    ...attributeFields(3, event.attributes),
    varintField(4, event.droppedAttributesCount ?? 0),
  ];
}

function linkFields(link: SpanLink): Bytes[] {
  return [
    hexField(1, link.traceId),
    hexField(2, link.spanId),
    stringField(3, link.traceState),
    ...attributeFields(4, link.attributes),
    varintField(5, link.droppedAttributesCount ?? 0),
    ...(link.flags === null ? [] : [fixed32Field(6, link.flags)]),
  ];
}

function attributeFields(field: number, attributes: readonly Attribute[]): Bytes[] {
  return attributes.map(({ key, value }) =>
    messageField(field, stringField(1, key), messageField(2, anyValueFields(value))),
  );
}

export function anyValueFields(value: AttributeValue): Bytes {
  if (value === null) return [];
  switch (typeof value) {
    case 'string':
      return stringField(1, value);
    case 'boolean':
      return varintField(2, value ? 1 : 0);
    case 'bigint':
      return varintField(3, value);
    case 'number':
      return doubleField(4, value);
  }
  if (value instanceof Uint8Array) return bytesField(7, value);
  if (isKeyValueList(value)) return messageField(6, ...attributeFields(1, value.entries));
  return messageField(5, ...value.map((item) => messageField(1, anyValueFields(item))));
}
