import { type Attribute, type AttributeValue, isKeyValueList } from '../domain/attributes';
import type { JsonObject } from '../domain/json';
import { stringifyJson } from '../domain/json-text';
import type { Resource, Scope, Span, SpanEvent, SpanLink } from '../domain/span';
import { base64Of } from './binary-text';

/**
 * One span as strict OTLP/JSON text: a TracesData with its resource and scope. Decoding it gives the same span again;
 * what the client did not send (null here) is left out.
 */
export function toOtlpJson(span: Span): string {
  const { resource, scope } = span;
  const scopeSpans = { scope: scopeJson(scope), spans: [spanJson(span)], ...schemaUrlOf(scope) };
  const resourceSpans = { resource: resourceJson(resource), scopeSpans: [scopeSpans], ...schemaUrlOf(resource) };
  return stringifyJson({ resourceSpans: [resourceSpans] }, 2);
}

/** A value for reading: strings as they are, everything else as JSON, bytes in base64. Lists keep order and repeats. */
export function attributeText(value: AttributeValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  return nestedText(value);
}

function nestedText(value: AttributeValue): string {
  if (value === null || typeof value !== 'object') return stringifyJson(value);
  if (value instanceof Uint8Array) return stringifyJson(base64Of(value));
  if (isKeyValueList(value)) {
    return `{${value.entries.map((entry) => `${stringifyJson(entry.key)}:${nestedText(entry.value)}`).join(',')}}`;
  }
  return `[${value.map(nestedText).join(',')}]`;
}

function schemaUrlOf({ schemaUrl }: Resource | Scope): { readonly schemaUrl?: string } {
  return schemaUrl === '' ? {} : { schemaUrl };
}

/** OTLP/JSON of a resource, without the resource's schema URL. */
export function resourceJson(resource: Resource): JsonObject {
  return { attributes: attributesJson(resource.attributes), ...counts(resource) };
}

/** OTLP/JSON of a scope. */
export function scopeJson(scope: Scope): JsonObject {
  const { name, version } = scope;
  return { name, version, attributes: attributesJson(scope.attributes), ...counts(scope) };
}

/** OTLP/JSON of a span without its resource and scope. */
export function spanJson(span: Span): JsonObject {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...sent({ parentSpanId: span.parentSpanId }),
    traceState: span.traceState,
    ...sent({ flags: span.flags }),
    name: span.name,
    kind: span.kind,
    startTimeUnixNano: span.startUnixNano.toString(),
    endTimeUnixNano: span.endUnixNano.toString(),
    attributes: attributesJson(span.attributes),
    ...counts(span),
    events: span.events.map(eventJson),
    ...sent({ droppedEventsCount: span.droppedEventsCount }),
    links: span.links.map(linkJson),
    ...sent({ droppedLinksCount: span.droppedLinksCount }),
    status: { code: span.status.code, message: span.status.message },
  };
}

function eventJson(event: SpanEvent): JsonObject {
  return {
    timeUnixNano: event.timeUnixNano.toString(),
    name: event.name,
    attributes: attributesJson(event.attributes),
    ...counts(event),
  };
}

function linkJson(link: SpanLink): JsonObject {
  return {
    traceId: link.traceId,
    spanId: link.spanId,
    traceState: link.traceState,
    attributes: attributesJson(link.attributes),
    ...counts(link),
    ...sent({ flags: link.flags }),
  };
}

function counts({ droppedAttributesCount }: { readonly droppedAttributesCount: number | null }): JsonObject {
  return sent({ droppedAttributesCount });
}

/** The member, unless the client did not send it. */
function sent(member: JsonObject): JsonObject {
  return Object.values(member)[0] === null ? {} : member;
}

function attributesJson(attributes: readonly Attribute[]): JsonObject[] {
  return attributes.map(({ key, value }) => ({ key, value: anyValueJson(value) }));
}

function anyValueJson(value: AttributeValue): JsonObject {
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
  if (value instanceof Uint8Array) return { bytesValue: base64Of(value) };
  if (isKeyValueList(value)) return { kvlistValue: { values: attributesJson(value.entries) } };
  return { arrayValue: { values: value.map(anyValueJson) } };
}
