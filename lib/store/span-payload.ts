import { Buffer } from 'node:buffer';
import type { SpanId, TraceId } from '../domain/ids';
import type { SpanFacts } from '../domain/span-facts';

/** The members of span facts that have a column of their own. */
type InColumns =
  | 'traceId'
  | 'spanId'
  | 'sessionId'
  | 'startUnixNano'
  | 'endUnixNano'
  | 'custody'
  | 'payloadHash';

/** The rest: one JSON column. */
export type SpanPayload = Omit<SpanFacts, InColumns>;

export function spanPayloadText(facts: SpanFacts): string {
  const payload: SpanPayload = {
    parentSpanId: facts.parentSpanId,
    name: facts.name,
    kind: facts.kind,
    statusCode: facts.statusCode,
    eventType: facts.eventType,
    scopeName: facts.scopeName,
    scopeVersion: facts.scopeVersion,
    process: facts.process,
    thread: facts.thread,
    remoteParent: facts.remoteParent,
    attributeCount: facts.attributeCount,
    droppedAttributesCount: facts.droppedAttributesCount,
    keys: facts.keys,
    ambientKeys: facts.ambientKeys,
    namesSession: facts.namesSession,
    probe: facts.probe,
    links: facts.links,
    inputValues: facts.inputValues,
  };
  return JSON.stringify(payload);
}

/** Bytes of a trace or span id. */
export function idBytes(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}

/** Ids are written from parsed ones only, so they are valid when read. */
export function parseHexId(traceId: Uint8Array, spanId: Uint8Array): { traceId: TraceId; spanId: SpanId } {
  return { traceId: toHex(traceId) as TraceId, spanId: toHex(spanId) as SpanId };
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
