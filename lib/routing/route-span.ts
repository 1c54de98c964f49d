import { type Attribute, lastValue } from '../domain/attributes';
import type { EventType, TraceEvent } from '../domain/event';
import { eventIdOfSpan } from '../domain/ids';
import { type JsonValue, jsonObject, type MutableJsonObject } from '../domain/json';
import { type Span, STATUS_CODES, STATUS_ERROR } from '../domain/span';
import { durationMs, unixNanoToMillis } from '../domain/time';
import { eventTypeOf } from './event-type-of';
import { flattenEvents } from './flatten-events';
import { instrumentorOf } from './instrumentor-of';
import type { TextField } from './place';
import { byPrecedence, type Claim, type EventDraft, newDraft, placeClaims, putKey } from './place-claims';
import { fieldText, imageOf, routeOf } from './route-of-key';
import type { RoutingTable } from './table';

/** Where a span is filed. Attributes may say otherwise, the request decides. */
export interface SpanIdentity {
  readonly sessionId: string;
  readonly project: string;
}

/**
 * The event a backend with this routing table stores for a span.
 *
 * What wants the same place: demanded places go by the order of the rules, whatever the order of the attributes; then
 * comes what the router knows itself (lineage, scope, span events, status), then announced copies. So a client that
 * sends its own `trace_id` keeps it. `error` is the attribute's text, else the status message, else a failed HTTP status,
 * else `ERROR` for a span with no more than that status.
 *
 * Resource attributes and links are not part of the event.
 */
export function routeSpan(span: Span, table: RoutingTable, identity: SpanIdentity): TraceEvent {
  const { draft, copies } = placeAttributes(table, span.attributes);
  const { metadata } = draft.buckets;
  addLineage(metadata, span);
  addEvents(draft, table, span);
  placeStatus(draft, span);
  if (copies.length > 0) placeClaims(draft, copies.sort(byPrecedence));
  addTotalTokens(metadata);
  return {
    event_id: textAt(draft, 'event_id') ?? eventIdOfSpan(span.traceId, span.spanId),
    event_type: (textAt(draft, 'event_type') as EventType | null) ?? eventTypeOf(span.name, span.attributes),
    event_name: textAt(draft, 'event_name') ?? span.name,
    session_id: identity.sessionId,
    parent_id: parentIdOf(draft, span, identity),
    children_ids: [],
    project: identity.project,
    source: textAt(draft, 'source'),
    ...draft.buckets,
    outputs: draft.outputs ?? draft.buckets.outputs,
    error: errorOf(draft, span),
    start_time: unixNanoToMillis(span.startUnixNano),
    end_time: span.endUnixNano === 0n ? null : unixNanoToMillis(span.endUnixNano),
    duration: span.endUnixNano === 0n ? null : durationMs(span.startUnixNano, span.endUnixNano),
  };
}

function placeAttributes(table: RoutingTable, attributes: readonly Attribute[]) {
  const claims: Claim[] = [];
  const copies: Claim[] = [];
  for (let position = 0; position < attributes.length; position++) {
    const { key, value } = attributes[position] as Attribute;
    const route = routeOf(table, key, value);
    const image = imageOf(route.rule, value);
    for (const place of route.to) claims.push({ place, image, key, position, route });
    for (const place of route.copies) copies.push({ place, image, key, position, route });
  }
  let draft = newDraft();
  if (placeClaims(draft, claims)) {
    draft = newDraft();
    placeClaims(draft, claims.sort(byPrecedence));
  }
  return { draft, copies };
}

function addLineage(metadata: MutableJsonObject, span: Span): void {
  putKey(metadata, 'trace_id', span.traceId);
  putKey(metadata, 'span_id', span.spanId);
  if (span.parentSpanId !== null) putKey(metadata, 'parent_span_id', span.parentSpanId);
  putKey(metadata, 'has_otlp_lineage', true);
  putKey(metadata, 'instrumentor', instrumentorOf(span));
  const scope = jsonObject();
  scope.name = span.scope.name;
  scope.version = span.scope.version;
  putKey(metadata, 'scope', scope);
}

function addEvents(draft: EventDraft, table: RoutingTable, { events }: Span): void {
  if (events.length === 0) return;
  const claims: Claim[] = [];
  for (const [position, { key, value }] of flattenEvents(events).entries()) {
    const route = routeOf(table, key, value);
    const image = imageOf(route.rule, value);
    for (const place of route.to) claims.push({ place, image, key, position, route });
  }
  placeClaims(draft, claims);
}

function placeStatus({ texts }: EventDraft, { status }: Span): void {
  if (status.code !== STATUS_ERROR || status.message === '') return;
  const claimed = texts.get('error');
  if (claimed !== undefined && claimed.rule?.yieldsToStatus !== true) return;
  texts.set('error', { image: status.message, rule: null });
}

/** Pair 28. */
function addTotalTokens(metadata: MutableJsonObject): void {
  const { prompt_tokens: prompt, completion_tokens: completion } = metadata;
  if (!isCount(prompt) || !isCount(completion)) return;
  putKey(metadata, 'total_tokens', prompt + completion);
}

function isCount(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value);
}

function textAt(draft: EventDraft, field: TextField): string | null {
  const entry = draft.texts.get(field);
  return entry === undefined ? null : fieldText(entry.image);
}

/** A root's parent may be named by its client, because it lies outside the trace; else it is the session. */
function parentIdOf(draft: EventDraft, { traceId, parentSpanId }: Span, { sessionId }: SpanIdentity): string {
  if (parentSpanId !== null) return eventIdOfSpan(traceId, parentSpanId);
  return textAt(draft, 'parent_id') ?? sessionId;
}

function errorOf(draft: EventDraft, { attributes, status }: Span): string | null {
  const entry = draft.texts.get('error');
  if (entry === undefined) return status.code === STATUS_ERROR ? STATUS_CODES[STATUS_ERROR] : null;
  const text = fieldText(entry.image);
  const prefixWith = entry.rule?.prefixWith;
  if (prefixWith === undefined) return text;
  const type = lastValue(attributes, prefixWith);
  if (typeof type !== 'string' || type === '' || text.startsWith(`${type}: `)) return text;
  return `${type}: ${text}`;
}
