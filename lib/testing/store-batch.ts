import { createHash } from 'node:crypto';
import type { NewKey } from '../domain/api-key';
import type { TraceEvent } from '../domain/event';
import { eventIdOfSpan, type SpanId, type TraceId } from '../domain/ids';
import { hashInputs } from '../domain/input-hash';
import { undeclaredSessionEvent } from '../domain/session';
import type { OwnValues, SpanFacts } from '../domain/span-facts';
import { unixNanoToMillis } from '../domain/time';
import type { SentBody } from '../store/delivery-store';
import type { AppendBatch, AppendSpan, AuditMaterial, AuditOutcome } from '../store/store';
import { aCustody } from './a-custody';
import { aStructure } from './a-structure';

/** Inputs for tests of the store: small, valid, and different only where the test says so. */

export const START = 1_795_242_746_704_664_783n;
export const NOW = new Date('2026-11-21T06:00:00.000Z');

export function traceId(number: number): TraceId {
  return (number + 1).toString(16).padStart(32, '0') as TraceId;
}

export function spanId(number: number): SpanId {
  return (number + 1).toString(16).padStart(16, '0') as SpanId;
}

export function own(...values: readonly string[]): OwnValues {
  return { values, invalid: [], foundIn: ['honeyhive_metadata.run_id'] };
}

export function someFacts(changes: Partial<SpanFacts> = {}): SpanFacts {
  return {
    traceId: traceId(0),
    spanId: spanId(0),
    parentSpanId: null,
    sessionId: 'session-1',
    name: 'call "model"',
    kind: 1,
    statusCode: 0,
    startUnixNano: START,
    endUnixNano: START + 5_000_001n,
    eventType: 'chain',
    scopeName: 'scope',
    scopeVersion: '1.0',
    process: 'host:1',
    thread: null,
    remoteParent: null,
    attributeCount: 3,
    droppedAttributesCount: null,
    keys: {},
    ambientKeys: {},
    namesSession: true,
    probe: null,
    links: [],
    inputValues: ['question'],
    custody: aCustody({ preserved: 2 }, [['honeyhive_metadata.run_id', 'preserved']]),
    payloadHash: 'hash-a',
    ...changes,
  };
}

export function eventOfSpan(facts: SpanFacts, changes: Partial<TraceEvent> = {}): TraceEvent {
  return {
    ...undeclaredSessionEvent(facts.sessionId, 'project'),
    event_id: eventIdOfSpan(facts.traceId, facts.spanId),
    event_type: facts.eventType,
    event_name: facts.name,
    start_time: unixNanoToMillis(facts.startUnixNano),
    metadata: { payload: facts.payloadHash },
    ...changes,
  };
}

export function appendSpan(changes: Partial<SpanFacts> = {}, event: Partial<TraceEvent> = {}, ordinal = 0): AppendSpan {
  const facts = someFacts(changes);
  return { ordinal, facts, event: eventOfSpan(facts, event) };
}

export function plainBody(text = '{"resourceSpans":[]}'): SentBody {
  return { bytes: new TextEncoder().encode(text), contentType: 'application/json', contentEncoding: '' };
}

export const SOME_DELIVERY: AppendBatch['delivery'] = {
  method: 'POST',
  path: '/v1/traces',
  contentType: 'application/json',
  wireBytes: 20,
  userAgent: 'client/1.0',
  client: { name: 'client', version: '1.0' },
  receivedAt: NOW,
  status: 200,
  rejected: [],
  warnings: [],
};

export function someBatch(
  projectId: number,
  spans: readonly AppendSpan[],
  changes: Partial<Pick<AppendBatch, 'delivery' | 'body'>> = {},
): AppendBatch {
  return { projectId, delivery: SOME_DELIVERY, body: plainBody(), spans, ...changes };
}

export function sessionEvent(sessionId: string, changes: Partial<TraceEvent> = {}): TraceEvent {
  return {
    ...undeclaredSessionEvent(sessionId, 'project'),
    event_name: 'datapoint',
    start_time: unixNanoToMillis(START),
    ...changes,
  };
}

/** What an audit that found nothing wrong would save. */
export function outcomeOf(material: AuditMaterial, changes: Partial<AuditOutcome> = {}): AuditOutcome {
  const { session, revision } = material;
  return {
    revision,
    settled: true,
    contract: session.contract,
    runId: session.runId,
    datapointId: session.datapointId,
    attribution: session.attribution,
    custody: session.custody,
    breakCount: 0,
    findings: [],
    structure: aStructure(),
    inputHash: hashInputs(session.event.inputs),
    ...changes,
  };
}

/** A key whose hash is made of its id. */
export function aKey(id: string, changes: Partial<NewKey> = {}): NewKey {
  const tokenHash = createHash('sha256').update(id).digest();
  return { id, name: `key ${id}`, hint: 'bc_abc', scopes: ['ingest'], createdAt: NOW, tokenHash, ...changes };
}
