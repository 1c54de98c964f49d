import { factsOfSpan } from '../audit/facts-of-span';
import type { AuditInput, Sibling } from '../audit/verdict';
import { lastValue } from '../domain/attributes';
import { SESSION_SPELLINGS } from '../domain/attribution-keys';
import type { TraceEvent } from '../domain/event';
import { isJsonObject, type JsonObject, type JsonValue } from '../domain/json';
import type { RunRecord, RunStatus } from '../domain/records';
import { patchRun, undeclaredRun } from '../domain/run';
import { type EventPatch, patchEvent, scalarLeaves, sessionKeysOf, undeclaredSessionEvent } from '../domain/session';
import type { Span } from '../domain/span';
import type { StoredSpanFacts } from '../domain/span-facts';
import { decodeTraces } from '../otlp/decode-traces';
import { aCustody } from './a-custody';
import { type CaptureRequest, readCapture } from './read-capture';

/**
 * The sessions of one recording as an audit sees them when the run is over, without a server between: an oracle for
 * what the receiver and the store hand to the audit.
 */
export function captureSessions(name: string): readonly AuditInput[] {
  const records = new Map<string, { event: TraceEvent; declared: boolean }>();
  const runs = new Map<string, RunRecord>();
  const spans = new Map<string, StoredSpanFacts>();
  for (const request of readCapture(name)) {
    if (request.path.endsWith('/v1/traces')) for (const facts of spansOf(request)) spans.set(facts.spanId, facts);
    else readRecord(request, records, runs);
  }
  for (const { sessionId } of spans.values()) {
    if (!records.has(sessionId))
      records.set(sessionId, { event: undeclaredSessionEvent(sessionId, ''), declared: false });
  }
  return [...records].map(([sessionId, { event, declared }]) => {
    const keys = sessionKeysOf(event);
    const own = [...spans.values()].filter((span) => span.sessionId === sessionId);
    const runId = keys.run_id ?? own.find((span) => span.keys.run_id)?.keys.run_id?.values[0] ?? null;
    const traces = new Set(own.map(({ traceId }) => traceId));
    return {
      session: { sessionId, event, declared, keys, runId, datapointId: keys.datapoint_id ?? null },
      run: runId === null ? null : (runs.get(runId) ?? null),
      spans: own,
      related: [...spans.values()].filter((span) => span.sessionId !== sessionId && traces.has(span.traceId)),
      siblings: siblingsOf(sessionId, runId, records),
      settled: true,
    };
  });
}

function siblingsOf(
  sessionId: string,
  runId: string | null,
  records: ReadonlyMap<string, { readonly event: TraceEvent }>,
): readonly Sibling[] {
  return [...records]
    .filter(([id, { event }]) => id !== sessionId && runId !== null && event.metadata.run_id === runId)
    .map(([id, { event }]) => ({
      sessionId: id,
      datapointId: sessionKeysOf(event).datapoint_id ?? null,
      inputValues: scalarLeaves(event.inputs),
    }));
}

function spansOf(request: CaptureRequest): readonly StoredSpanFacts[] {
  const encoding = request.contentType.includes('json') ? 'json' : 'protobuf';
  return decodeTraces(request.body, encoding).spans.map(({ span }) => ({
    ...factsOfSpan(span, { ...sessionOf(span), eventType: 'tool', custody: aCustody() }),
    sightings: 1,
    variants: 1,
  }));
}

function sessionOf(span: Span) {
  for (const spelling of SESSION_SPELLINGS) {
    const value = lastValue(span.attributes, spelling);
    if (typeof value === 'string') return { sessionId: value, namesSession: true };
  }
  return { sessionId: span.traceId as string, namesSession: false };
}

function readRecord(
  request: CaptureRequest,
  records: Map<string, { event: TraceEvent; declared: boolean }>,
  runs: Map<string, RunRecord>,
): void {
  const body = request.json as JsonObject | null;
  const answer = request.answer.body as JsonObject;
  if (request.method === 'POST' && request.path === '/session/start') {
    const session = objectIn(body?.session);
    const id = textIn(session.session_id) ?? textIn(answer.session_id);
    if (id === null || request.answer.status !== 200) return;
    const event = {
      ...undeclaredSessionEvent(id, ''),
      inputs: objectIn(session.inputs),
      metadata: objectIn(session.metadata),
    };
    records.set(id, { event, declared: true });
  } else if (request.method === 'PUT' && request.path === '/events') {
    const id = textIn(body?.event_id) ?? '';
    const known = records.get(id) ?? { event: undeclaredSessionEvent(id, ''), declared: false };
    records.set(id, { ...known, event: patchEvent(known.event, body as EventPatch) });
  } else if (/^(\/v1)?\/runs/.test(request.path) && request.method !== 'GET') {
    const run = objectIn(body?.run ?? body ?? {});
    const id = textIn(answer.run_id) ?? textIn(run.run_id) ?? request.path.split('/').at(-1) ?? '';
    const patch = {
      ...(textIn(run.status) === null ? {} : { status: textIn(run.status) as RunStatus }),
      ...(textIn(run.dataset_id) === null ? {} : { datasetId: textIn(run.dataset_id) }),
      ...(Array.isArray(run.event_ids) ? { eventIds: run.event_ids as string[] } : {}),
      ...(Array.isArray(run.datapoint_ids) ? { datapointIds: run.datapoint_ids as string[] } : {}),
      metadata: objectIn(run.metadata),
    };
    runs.set(id, patchRun(runs.get(id) ?? undeclaredRun(id, new Date(0)), patch, new Date(0)));
  }
}

function objectIn(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function textIn(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
