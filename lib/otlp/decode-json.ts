import { AppError } from '../domain/errors';
import type { JsonObject, JsonValue } from '../domain/json';
import { parseJson } from '../domain/json-text';
import {
  type Resource,
  type Scope,
  SPAN_KINDS,
  type Span,
  type SpanEvent,
  type SpanLink,
  STATUS_CODES,
} from '../domain/span';
import {
  attributesOf,
  listOf,
  memberOf,
  objectOf,
  textOf,
  UnusableMember,
  uint32Of,
  unixNanoOf,
} from './decode-json-values';
import { readSpanIds } from './span-ids';
import type { TracesCollector } from './traces-collector';

/*
 * OTLP/JSON as real clients send it. `null` means absent everywhere. An absent count or set of flags is null, not
 * zero: the HoneyHive exporter never sends them. What cannot be read in a span costs that span only; what cannot be
 * read around spans costs the request, because nobody could say how many spans it held.
 */

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** @throws AppError `invalid-request` when the bytes are not the JSON of an export request for traces. */
export function decodeJson(bytes: Uint8Array, collector: TracesCollector): void {
  const request = parseJson(decodeUtf8(bytes));
  try {
    decodeRequest(objectOf(request, 'The body'), collector);
  } catch (error) {
    if (error instanceof UnusableMember) throw new AppError('invalid-request', `${error.message}.`, { cause: error });
    throw error;
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new AppError('invalid-request', 'The body is not UTF-8 text.', { cause });
  }
}

const OTHER_SIGNALS = ['resourceLogs', 'resourceMetrics', 'resourceProfiles'];

function decodeRequest(request: JsonObject, collector: TracesCollector): void {
  const resourceSpans = memberOf(request, 'resourceSpans', 'resource_spans', collector);
  const other = OTHER_SIGNALS.find((name) => request[name] !== undefined);
  if (other !== undefined && resourceSpans === undefined) {
    throw new UnusableMember(`This is an export of ${other}; here only resourceSpans can be kept`);
  }
  if (other !== undefined) collector.tolerate('otherSignals');
  for (const item of listOf(resourceSpans, 'resourceSpans')) decodeResourceSpans(item, collector);
}

function decodeResourceSpans(item: JsonValue, collector: TracesCollector): void {
  const group = objectOf(item, 'An item of resourceSpans');
  const resource = decodeResource(group, collector);
  for (const scopeItem of listOf(memberOf(group, 'scopeSpans', 'scope_spans', collector), 'scopeSpans')) {
    decodeScopeSpans(scopeItem, 'scope', resource, collector);
  }
  const legacy = memberOf(group, 'instrumentationLibrarySpans', 'instrumentation_library_spans', collector);
  if (legacy === undefined) return;
  collector.tolerate('legacyScopes');
  for (const scopeItem of listOf(legacy, 'instrumentationLibrarySpans')) {
    decodeScopeSpans(scopeItem, 'instrumentationLibrary', resource, collector);
  }
}

function decodeResource(group: JsonObject, collector: TracesCollector): Resource {
  const resource = optionalObject(group.resource, 'resource');
  return {
    attributes: attributesOf(resource.attributes ?? undefined, collector),
    droppedAttributesCount: droppedCount(resource, 'Attributes', collector),
    schemaUrl: textOf(memberOf(group, 'schemaUrl', 'schema_url', collector), 'schemaUrl'),
  };
}

function decodeScopeSpans(item: JsonValue, scopeName: string, resource: Resource, collector: TracesCollector): void {
  const group = objectOf(item, 'An item of scopeSpans');
  const scope = decodeScope(group, scopeName, collector);
  for (const span of listOf(group.spans ?? undefined, 'spans')) decodeSpan(span, resource, scope, collector);
}

function decodeScope(group: JsonObject, scopeName: string, collector: TracesCollector): Scope {
  const protoName = scopeName === 'scope' ? 'scope' : 'instrumentation_library';
  const scope = optionalObject(memberOf(group, scopeName, protoName, collector), scopeName);
  return {
    name: textOf(scope.name ?? undefined, 'the name of a scope'),
    version: textOf(scope.version ?? undefined, 'the version of a scope'),
    attributes: attributesOf(scope.attributes ?? undefined, collector),
    droppedAttributesCount: droppedCount(scope, 'Attributes', collector),
    schemaUrl: textOf(memberOf(group, 'schemaUrl', 'schema_url', collector), 'schemaUrl'),
  };
}

function decodeSpan(item: JsonValue, resource: Resource, scope: Scope, collector: TracesCollector): void {
  try {
    const span = readSpan(item, resource, scope, collector);
    if (typeof span === 'string') collector.reject(span);
    else collector.keep(span);
  } catch (error) {
    if (!(error instanceof UnusableMember)) throw error;
    collector.reject(`Not readable as a span: ${error.message}.`);
  }
}

/** The span, or why its ids are none. */
function readSpan(item: JsonValue, resource: Resource, scope: Scope, collector: TracesCollector): Span | string {
  const span = objectOf(item, 'it');
  const ids = readSpanIds(
    textOf(memberOf(span, 'traceId', 'trace_id', collector), 'traceId'),
    textOf(memberOf(span, 'spanId', 'span_id', collector), 'spanId'),
    textOf(memberOf(span, 'parentSpanId', 'parent_span_id', collector), 'parentSpanId'),
  );
  if (typeof ids === 'string') return ids;
  const status = optionalObject(span.status, 'status');
  return {
    traceId: ids.traceId,
    spanId: ids.spanId,
    parentSpanId: ids.parentSpanId,
    name: textOf(span.name ?? undefined, 'name'),
    kind: enumOf(span.kind, 'SPAN_KIND_', SPAN_KINDS, collector),
    startUnixNano: unixNanoOf(
      memberOf(span, 'startTimeUnixNano', 'start_time_unix_nano', collector),
      'startTimeUnixNano',
      collector,
    ),
    endUnixNano: unixNanoOf(
      memberOf(span, 'endTimeUnixNano', 'end_time_unix_nano', collector),
      'endTimeUnixNano',
      collector,
    ),
    status: {
      code: enumOf(status.code, 'STATUS_CODE_', STATUS_CODES, collector),
      message: textOf(status.message ?? undefined, 'status.message'),
    },
    attributes: attributesOf(span.attributes ?? undefined, collector),
    events: listOf(span.events ?? undefined, 'events').map((event) => readEvent(event, collector)),
    links: listOf(span.links ?? undefined, 'links').map((link) => readLink(link, collector)),
    droppedAttributesCount: droppedCount(span, 'Attributes', collector),
    droppedEventsCount: droppedCount(span, 'Events', collector),
    droppedLinksCount: droppedCount(span, 'Links', collector),
    traceState: textOf(memberOf(span, 'traceState', 'trace_state', collector), 'traceState'),
    flags: uint32Of(span.flags ?? undefined, 'flags'),
    resource,
    scope,
  };
}

function readEvent(item: JsonValue, collector: TracesCollector): SpanEvent {
  const event = objectOf(item, 'an event');
  return {
    timeUnixNano: unixNanoOf(memberOf(event, 'timeUnixNano', 'time_unix_nano', collector), 'timeUnixNano', collector),
    name: textOf(event.name ?? undefined, 'the name of an event'),
    attributes: attributesOf(event.attributes ?? undefined, collector),
    droppedAttributesCount: droppedCount(event, 'Attributes', collector),
  };
}

/** The ids of a link are kept as they are: a link that leads nowhere is no reason to refuse its span. */
function readLink(item: JsonValue, collector: TracesCollector): SpanLink {
  const link = objectOf(item, 'a link');
  return {
    traceId: linkId(textOf(memberOf(link, 'traceId', 'trace_id', collector), 'the traceId of a link')),
    spanId: linkId(textOf(memberOf(link, 'spanId', 'span_id', collector), 'the spanId of a link')),
    traceState: textOf(memberOf(link, 'traceState', 'trace_state', collector), 'the traceState of a link'),
    attributes: attributesOf(link.attributes ?? undefined, collector),
    droppedAttributesCount: droppedCount(link, 'Attributes', collector),
    flags: uint32Of(link.flags ?? undefined, 'the flags of a link'),
  };
}

function linkId(text: string): string {
  return /^[0-9A-F]*$/i.test(text) ? text.toLowerCase() : text;
}

function optionalObject(value: JsonValue | undefined, what: string): JsonObject {
  return value === undefined || value === null ? {} : objectOf(value, what);
}

function droppedCount(object: JsonObject, what: 'Attributes' | 'Events' | 'Links', collector: TracesCollector) {
  const name = `dropped${what}Count`;
  return uint32Of(memberOf(object, name, `dropped_${what.toLowerCase()}_count`, collector), name);
}

/** An enum as its number, or, tolerated, as its name (the HoneyHive exporter sends names). Absent is 0. */
function enumOf(
  value: JsonValue | undefined,
  prefix: string,
  names: readonly string[],
  collector: TracesCollector,
): number {
  if (value === undefined || value === null) return 0;
  if (typeof value === 'number' && Number.isInteger(value)) return value | 0;
  if (typeof value !== 'string') throw new UnusableMember(`${prefix}… is neither a number nor a name`);
  const number = value.startsWith(prefix) ? names.indexOf(value.slice(prefix.length)) : -1;
  collector.tolerate(number === -1 ? 'unknownEnumName' : 'enumName');
  return Math.max(number, 0);
}
