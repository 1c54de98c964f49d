import type { Resource, Scope, Span, SpanEvent, SpanLink } from '../domain/span';
import { hexOf } from './binary-text';
import { type DecodingContext, decodeKeyValue } from './decode-protobuf-values';
import { ProtobufReader } from './protobuf-reader';
import { readSpanIds, type SpanIds } from './span-ids';
import type { TracesCollector } from './traces-collector';

/** What is filled in field by field and then handed out read-only. */
type Growing<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/*
 * One function per message; the comment above each is its field map: tag (field number times 8 plus wire type), field
 * number, name, type. As protobuf demands, unknown fields and known ones of another wire type are skipped, of a
 * repeated scalar the last counts, repeated messages that are not lists are merged, and an absent scalar is zero.
 * The bytes of split messages may come in any order, so resource and scope are shared objects filled in as they come.
 */

/**
 * message ExportTraceServiceRequest, message TracesData
 *   0x0a  1 resource_spans  repeated ResourceSpans
 * @throws AppError `invalid-request` when the bytes are not a protobuf message.
 */
export function decodeProtobuf(bytes: Uint8Array, collector: TracesCollector): void {
  const reader = new ProtobufReader(bytes);
  const context = { reader, collector };
  while (reader.hasMore()) {
    const tag = reader.readTag();
    if (tag === 0x0a) decodeResourceSpans(context);
    else reader.skip(tag);
  }
  for (let i = 0; i < reader.invalidStrings; i++) collector.tolerate('invalidUtf8');
}

/**
 * message ResourceSpans
 *   0x0a  1 resource     Resource
 *   0x12  2 scope_spans  repeated ScopeSpans
 *   0x1a  3 schema_url   string
 */
function decodeResourceSpans(context: DecodingContext): void {
  const { reader } = context;
  const resource: Growing<Resource> = { attributes: [], droppedAttributesCount: 0, schemaUrl: '' };
  const outerEnd = reader.enter();
  while (reader.hasMore()) {
    const tag = reader.readTag();
    switch (tag) {
      case 0x0a:
        decodeResource(context, resource);
        break;
      case 0x12:
        decodeScopeSpans(context, resource);
        break;
      case 0x1a:
        resource.schemaUrl = reader.readString();
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.leave(outerEnd);
}

/**
 * message Resource
 *   0x0a  1 attributes                repeated KeyValue
 *   0x10  2 dropped_attributes_count  uint32
 */
function decodeResource(context: DecodingContext, resource: Growing<Resource>): void {
  const { reader } = context;
  const outerEnd = reader.enter();
  while (reader.hasMore()) {
    const tag = reader.readTag();
    switch (tag) {
      case 0x0a:
        resource.attributes.push(decodeKeyValue(context));
        break;
      case 0x10:
        resource.droppedAttributesCount = reader.readUint32();
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.leave(outerEnd);
}

/**
 * message ScopeSpans
 *   0x0a  1 scope       InstrumentationScope
 *   0x12  2 spans       repeated Span
 *   0x1a  3 schema_url  string
 */
function decodeScopeSpans(context: DecodingContext, resource: Resource): void {
  const { reader } = context;
  const scope: Growing<Scope> = { name: '', version: '', attributes: [], droppedAttributesCount: 0, schemaUrl: '' };
  const outerEnd = reader.enter();
  while (reader.hasMore()) {
    const tag = reader.readTag();
    switch (tag) {
      case 0x0a:
        decodeScope(context, scope);
        break;
      case 0x12:
        decodeSpan(context, resource, scope);
        break;
      case 0x1a:
        scope.schemaUrl = reader.readString();
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.leave(outerEnd);
}

/**
 * message InstrumentationScope
 *   0x0a  1 name                      string
 *   0x12  2 version                   string
 *   0x1a  3 attributes                repeated KeyValue
 *   0x20  4 dropped_attributes_count  uint32
 */
function decodeScope(context: DecodingContext, scope: Growing<Scope>): void {
  const { reader } = context;
  const outerEnd = reader.enter();
  while (reader.hasMore()) {
    const tag = reader.readTag();
    switch (tag) {
      case 0x0a:
        scope.name = reader.readString();
        break;
      case 0x12:
        scope.version = reader.readString();
        break;
      case 0x1a:
        scope.attributes.push(decodeKeyValue(context));
        break;
      case 0x20:
        scope.droppedAttributesCount = reader.readUint32();
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.leave(outerEnd);
}

/** A span as far as it can be read field by field: its ids make sense only together. */
type RawSpan = Growing<Omit<Span, keyof SpanIds>>;

/**
 * message Span
 *   0x0a   1 trace_id                  bytes
 *   0x12   2 span_id                   bytes
 *   0x1a   3 trace_state               string
 *   0x22   4 parent_span_id            bytes
 *   0x2a   5 name                      string
 *   0x30   6 kind                      enum SpanKind
 *   0x39   7 start_time_unix_nano      fixed64
 *   0x41   8 end_time_unix_nano        fixed64
 *   0x4a   9 attributes                repeated KeyValue
 *   0x50  10 dropped_attributes_count  uint32
 *   0x5a  11 events                    repeated Event
 *   0x60  12 dropped_events_count      uint32
 *   0x6a  13 links                     repeated Link
 *   0x70  14 dropped_links_count       uint32
 *   0x7a  15 status                    Status
 *   0x85  16 flags                     fixed32
 *
 * Absent `flags` are null: exporters older than the field leave it out, and a zero says nothing about the parent.
 */
function decodeSpan(context: DecodingContext, resource: Resource, scope: Scope): void {
  const { reader } = context;
  let traceId = '';
  let spanId = '';
  let parentSpanId = '';
  const span: RawSpan = {
    traceState: '',
    flags: null,
    name: '',
    kind: 0,
    startUnixNano: 0n,
    endUnixNano: 0n,
    attributes: [],
    droppedAttributesCount: 0,
    events: [],
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    status: { code: 0, message: '' },
    resource,
    scope,
  };
  const outerEnd = reader.enter();
  let otherSignal: string | undefined;
  while (reader.hasMore() && otherSignal === undefined) {
    const tag = reader.readTag();
    switch (tag) {
      case 0x0a:
        traceId = hexOf(reader.readBytes());
        break;
      case 0x12:
        spanId = hexOf(reader.readBytes());
        break;
      case 0x1a:
        span.traceState = reader.readString();
        break;
      case 0x22:
        parentSpanId = hexOf(reader.readBytes());
        break;
      case 0x2a:
        span.name = reader.readString();
        break;
      case 0x30:
        span.kind = reader.readInt32();
        break;
      case 0x39:
        span.startUnixNano = reader.readFixed64();
        break;
      case 0x41:
        span.endUnixNano = reader.readFixed64();
        break;
      case 0x4a:
        span.attributes.push(decodeKeyValue(context));
        break;
      case 0x50:
        span.droppedAttributesCount = reader.readUint32();
        break;
      case 0x5a:
        span.events.push(decodeEvent(context));
        break;
      case 0x60:
        span.droppedEventsCount = reader.readUint32();
        break;
      case 0x6a:
        span.links.push(decodeLink(context));
        break;
      case 0x70:
        span.droppedLinksCount = reader.readUint32();
        break;
      case 0x7a:
        decodeStatus(context, span.status);
        break;
      case 0x85:
        span.flags = reader.readFixed32();
        break;
      default:
        otherSignal = OTHER_SIGNALS.get(tag);
        reader.skip(tag);
    }
  }
  reader.leave(outerEnd);
  if (otherSignal === undefined && looksLikeMetric(span, traceId, spanId)) otherSignal = METRIC;
  const ids = otherSignal ?? readSpanIds(traceId, spanId, parentSpanId);
  if (typeof ids === 'string') context.collector.reject(ids);
  else context.collector.keep(Object.assign(span, ids));
}

const LOG_RECORD = 'This is a log record, not a span: logs are exported to another path, and this server takes none.';
const METRIC = 'This is a metric, not a span: metrics are exported to another path, and this server takes none.';

/**
 * The requests of all signals share their outer field numbers, so that logs and metrics posted here decode into spans
 * without ids. A span's field written with the wire type that another signal gives that number tells them apart. What
 * follows it is not read: a log record's trace id, for one, stands where a span has an attribute.
 */
const OTHER_SIGNALS: ReadonlyMap<number, string> = new Map([
  [0x09, LOG_RECORD], // time_unix_nano: fixed64 1
  [0x10, LOG_RECORD], // severity_number: varint 2
  [0x32, LOG_RECORD], // attributes: message 6
  [0x38, LOG_RECORD], // dropped_attributes_count: varint 7
  [0x45, LOG_RECORD], // flags: fixed32 8
  [0x59, LOG_RECORD], // observed_time_unix_nano: fixed64 11
  [0x3a, METRIC], // sum: message 7
  [0x52, METRIC], // exponential_histogram: message 10
  [0x62, METRIC], // metadata: message 12
]);

/** A metric's name and description stand where a span has its ids, and it has no times. */
function looksLikeMetric(span: RawSpan, traceId: string, spanId: string): boolean {
  const isUntimed = span.startUnixNano === 0n && span.endUnixNano === 0n && span.kind === 0;
  return isUntimed && traceId !== '' && PRINTABLE_ASCII.test(traceId) && PRINTABLE_ASCII.test(spanId);
}

/** In hex. */
const PRINTABLE_ASCII = /^(?:[2-6][0-9a-f]|7[0-9a-e])*$/;

/**
 * message Span.Event
 *   0x09  1 time_unix_nano            fixed64
 *   0x12  2 name                      string
 *   0x1a  3 attributes                repeated KeyValue
 *   0x20  4 dropped_attributes_count  uint32
 */
function decodeEvent(context: DecodingContext): SpanEvent {
  const { reader } = context;
  const event: Growing<SpanEvent> = { timeUnixNano: 0n, name: '', attributes: [], droppedAttributesCount: 0 };
  const outerEnd = reader.enter();
  while (reader.hasMore()) {
    const tag = reader.readTag();
    switch (tag) {
      case 0x09:
        event.timeUnixNano = reader.readFixed64();
        break;
      case 0x12:
        event.name = reader.readString();
        break;
      case 0x1a:
        event.attributes.push(decodeKeyValue(context));
        break;
      case 0x20:
        event.droppedAttributesCount = reader.readUint32();
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.leave(outerEnd);
  return event;
}

/**
 * message Span.Link
 *   0x0a  1 trace_id                  bytes
 *   0x12  2 span_id                   bytes
 *   0x1a  3 trace_state               string
 *   0x22  4 attributes                repeated KeyValue
 *   0x28  5 dropped_attributes_count  uint32
 *   0x35  6 flags                     fixed32
 */
function decodeLink(context: DecodingContext): SpanLink {
  const { reader } = context;
  const link: Growing<SpanLink> = {
    traceId: '',
    spanId: '',
    traceState: '',
    attributes: [],
    droppedAttributesCount: 0,
    flags: null,
  };
  const outerEnd = reader.enter();
  while (reader.hasMore()) {
    const tag = reader.readTag();
    switch (tag) {
      case 0x0a:
        link.traceId = hexOf(reader.readBytes());
        break;
      case 0x12:
        link.spanId = hexOf(reader.readBytes());
        break;
      case 0x1a:
        link.traceState = reader.readString();
        break;
      case 0x22:
        link.attributes.push(decodeKeyValue(context));
        break;
      case 0x28:
        link.droppedAttributesCount = reader.readUint32();
        break;
      case 0x35:
        link.flags = reader.readFixed32();
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.leave(outerEnd);
  return link;
}

/**
 * message Status
 *   0x12  2 message  string
 *   0x18  3 code     enum StatusCode
 */
function decodeStatus(context: DecodingContext, status: Growing<Span['status']>): void {
  const { reader } = context;
  const outerEnd = reader.enter();
  while (reader.hasMore()) {
    const tag = reader.readTag();
    switch (tag) {
      case 0x12:
        status.message = reader.readString();
        break;
      case 0x18:
        status.code = reader.readInt32();
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.leave(outerEnd);
}
