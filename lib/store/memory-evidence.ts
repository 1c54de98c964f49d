import type { TraceEvent } from '../domain/event';
import { parseSpanId, parseTraceId } from '../domain/ids';
import {
  compareText,
  type MemoryData,
  type MemoryProject,
  type MemorySession,
  type MemorySpan,
  toStoredFacts,
} from './memory-rows';
import { eventOf, filingOf } from './session-tally';
import type { EventQuery, SpanEvidence } from './store';
import { storedText } from './stored-text';

/** What the memory engine stored, event by event and span by span. */

export function* readEvents(owner: MemoryProject, { sessionId, runId, eventId }: EventQuery): Generator<TraceEvent> {
  const sessions = [...owner.sessions.values()].filter(
    (session) =>
      (sessionId === undefined || session.sessionId === storedText(sessionId)) &&
      (runId === undefined || filingOf(session.tally).runId === storedText(runId)),
  );
  for (const session of sessions.reverse()) {
    const events = [...session.spans.values(), ...session.events.values()]
      .map(({ event, patch }) => ({ event: eventOf({ record: event, patch }), own: 0 }))
      .concat({ event: eventOf(session.own), own: 1 })
      .filter(({ event }) => eventId === undefined || storedText(event.event_id) === storedText(eventId));
    events.sort(
      (a, b) =>
        b.event.start_time - a.event.start_time || a.own - b.own || compareText(b.event.event_id, a.event.event_id),
    );
    for (const { event } of events) yield event;
  }
}

/** Stored events of a session by id: made by spans, or over REST. */
export function eventsNamed(session: MemorySession, eventId: string): Pick<MemorySpan, 'event' | 'patch'>[] {
  return [...session.spans.values(), ...session.events.values()].filter(
    ({ event }) => storedText(event.event_id) === storedText(eventId),
  );
}

export function readSpanEvidence(
  data: MemoryData,
  session: MemorySession,
  spanId: string,
  traceId: string | undefined,
): SpanEvidence | null {
  const found = [...session.spans.values()]
    .filter(
      ({ facts }) =>
        facts.spanId === parseSpanId(spanId) && (traceId === undefined || facts.traceId === parseTraceId(traceId)),
    )
    .sort((a, b) => compareText(a.facts.traceId, b.facts.traceId))[0];
  return found === undefined ? null : evidenceOf(data, session, found);
}

/** In order of deliveries; ends when the session is erased meanwhile. */
export function* readSessionEvidence(
  data: MemoryData,
  { sessions }: MemoryProject,
  session: MemorySession,
): Generator<SpanEvidence> {
  const spans = [...session.spans.values()];
  spans.sort((a, b) => a.deliveryId - b.deliveryId || a.ordinal - b.ordinal);
  for (const span of spans) {
    if (sessions.get(session.sessionId) !== session) return;
    yield evidenceOf(data, session, span);
  }
}

function evidenceOf({ deliveries }: MemoryData, session: MemorySession, span: MemorySpan): SpanEvidence {
  const delivery = deliveries[span.deliveryId];
  if (delivery === undefined || delivery.body === null) throw new Error('A span without its delivery.');
  return {
    facts: toStoredFacts(session, span),
    ordinal: span.ordinal,
    body: delivery.body,
    event: eventOf({ record: span.event, patch: span.patch }),
    delivery: delivery.delivery,
  };
}
