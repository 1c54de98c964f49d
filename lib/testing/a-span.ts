import type { Attribute, AttributeValue } from '../domain/attributes';
import { parseSpanId, parseTraceId, type SpanId, type TraceId } from '../domain/ids';
import type { Resource, Scope, Span } from '../domain/span';

/** A valid trace id from any few hex digits: `aTraceId('a1')`. */
export function aTraceId(hex: string): TraceId {
  const id = parseTraceId(hex.padStart(32, '0'));
  if (id === null) throw new Error(`${hex} makes no trace id`);
  return id;
}

/** A valid span id from any few hex digits: `aSpanId('b2')`. */
export function aSpanId(hex: string): SpanId {
  const id = parseSpanId(hex.padStart(16, '0'));
  if (id === null) throw new Error(`${hex} makes no span id`);
  return id;
}

/** Attributes in the order of the literal. For duplicates or a key like `__proto__` write the list itself. */
export function attributesOf(values: Readonly<Record<string, AttributeValue>>): Attribute[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}

const RESOURCE: Resource = { attributes: [], droppedAttributesCount: null, schemaUrl: '' };
const SCOPE: Scope = { name: 'test', version: '1.0.0', attributes: [], droppedAttributesCount: null, schemaUrl: '' };

/** One ended root span of 5 ms; every member can be replaced. */
export function aSpan(overrides: Partial<Span> = {}): Span {
  return {
    traceId: aTraceId('a1'),
    spanId: aSpanId('b1'),
    parentSpanId: null,
    name: 'step',
    kind: 1,
    startUnixNano: 1_760_000_000_000_000_000n,
    endUnixNano: 1_760_000_000_005_000_000n,
    status: { code: 0, message: '' },
    attributes: [],
    events: [],
    links: [],
    droppedAttributesCount: null,
    droppedEventsCount: null,
    droppedLinksCount: null,
    traceState: '',
    flags: null,
    resource: RESOURCE,
    scope: SCOPE,
    ...overrides,
  };
}
