import { type Attribute, type AttributeValue, isKeyValueList, lastValue } from '../domain/attributes';
import { ATTRIBUTION_KEYS, type AttributionKey } from '../domain/attribution-keys';
import type { EventType } from '../domain/event';
import type { Resource, Scope, Span } from '../domain/span';
import type { SpanCustody } from '../domain/span-custody';
import type { OwnValues, SpanFacts } from '../domain/span-facts';
import { inputValuesOf } from './input-values';
import { payloadHash } from './payload-hash';
import { readId } from './read-id';

/** What routing found out about a span before. */
export interface KnownOfSpan {
  readonly sessionId: string;
  /** False when it was filed under its trace id. */
  readonly namesSession: boolean;
  readonly eventType: EventType;
  readonly custody: SpanCustody;
}

/** Everything the audit and the tree may know of one span, from the sent span alone. */
export function factsOfSpan(span: Span, known: KnownOfSpan): SpanFacts {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    sessionId: known.sessionId,
    name: span.name,
    kind: span.kind,
    statusCode: span.status.code,
    startUnixNano: span.startUnixNano,
    endUnixNano: span.endUnixNano,
    eventType: known.eventType,
    scopeName: span.scope.name,
    scopeVersion: span.scope.version,
    process: processOf(span.resource),
    thread: textOf(lastValue(span.attributes, 'thread.id')),
    remoteParent: remoteParentOf(span.flags),
    attributeCount: span.attributes.length,
    droppedAttributesCount: span.droppedAttributesCount,
    keys: ownValuesOf(span.attributes),
    ambientKeys: ambientKeysOf(span.resource, span.scope),
    namesSession: known.namesSession,
    probe: probeOf(lastValue(span.attributes, PROBE_KEY)),
    links: span.links.map(({ traceId, spanId }) => ({ traceId, spanId })),
    inputValues: inputValuesOf(span.attributes),
    custody: known.custody,
    payloadHash: payloadHash(span),
  };
}

interface Spelling {
  readonly key: AttributionKey;
  readonly rank: number;
}

const SPELLINGS: ReadonlyMap<string, Spelling> = new Map(
  ATTRIBUTION_KEYS.flatMap((key) => key.spellings.map((spelling, rank) => [spelling, { key, rank }] as const)),
);

const NO_KEYS: Readonly<Record<string, OwnValues>> = {};

/** The values of every attribution key over all its spellings; of a repeated attribute, the last value counts. */
export function ownValuesOf(attributes: readonly Attribute[]): Readonly<Record<string, OwnValues>> {
  let sent: Map<string, AttributeValue> | undefined;
  for (const { key, value } of attributes) {
    if (!SPELLINGS.has(key)) continue;
    sent ??= new Map();
    sent.set(key, value);
  }
  if (sent === undefined) return NO_KEYS;
  const own: Record<string, OwnValues> = {};
  for (const key of ATTRIBUTION_KEYS) {
    const values = readSpellings(key, sent);
    if (values !== null) own[key.name] = values;
  }
  return own;
}

function readSpellings(key: AttributionKey, sent: ReadonlyMap<string, AttributeValue>): OwnValues | null {
  const values = new Set<string>();
  const invalid = new Set<string>();
  const foundIn: string[] = [];
  for (const spelling of key.spellings) {
    const value = sent.get(spelling);
    if (value === undefined) continue;
    foundIn.push(spelling);
    const read = readId(value);
    if (read.isValid) values.add(read.id);
    else invalid.add(read.text);
  }
  if (foundIn.length === 0) return null;
  return { values: [...values].sort(), invalid: [...invalid].sort(), foundIn };
}

/** Resources and scopes are shared by whole batches; they are read once. */
const ambientKeys = new WeakMap<Resource, WeakMap<Scope, Readonly<Record<string, OwnValues>>>>();

function ambientKeysOf(resource: Resource, scope: Scope): Readonly<Record<string, OwnValues>> {
  const ofResource = ambientKeys.get(resource) ?? new WeakMap<Scope, Readonly<Record<string, OwnValues>>>();
  ambientKeys.set(resource, ofResource);
  const known = ofResource.get(scope);
  if (known !== undefined) return known;
  // The scope is nearer to the span than the resource.
  const keys = { ...ownValuesOf(resource.attributes), ...ownValuesOf(scope.attributes) };
  ofResource.set(scope, keys);
  return keys;
}

function processOf({ attributes }: Resource): string | null {
  const instance = textOf(lastValue(attributes, 'service.instance.id'));
  if (instance !== null) return instance;
  const host = textOf(lastValue(attributes, 'host.name'));
  const pid = textOf(lastValue(attributes, 'process.pid'));
  return host === null || pid === null ? null : `${host}:${pid}`;
}

function textOf(value: AttributeValue | undefined): string | null {
  if (typeof value === 'string' && value !== '') return value;
  return typeof value === 'bigint' || typeof value === 'number' ? String(value) : null;
}

const FLAG_HAS_IS_REMOTE = 0x100;
const FLAG_IS_REMOTE = 0x200;

function remoteParentOf(flags: number | null): boolean | null {
  if (flags === null || (flags & FLAG_HAS_IS_REMOTE) === 0) return null;
  return (flags & FLAG_IS_REMOTE) !== 0;
}

/** Set by the evidence probe at span start: the names of the baggage keys in context. */
const PROBE_KEY = 'audit.ctx';

/** A list of names, a text of names separated by commas, or a key-value list whose keys are the names. */
function probeOf(value: AttributeValue | undefined): readonly string[] | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string')
    return value
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
  if (isKeyValueList(value)) return value.entries.map((entry) => entry.key);
  return Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : null;
}
