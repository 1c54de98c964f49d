import 'server-only';
import type { ModelEventBody, NewEventBody, NewSessionBody } from '../../contracts/data-plane/event-members';
import type { TraceEvent } from '../../domain/event';
import type { JsonObject, JsonValue } from '../../domain/json';
import { overPlaced, placeModelEvent } from '../../domain/model-event';
import { patchEvent, undeclaredSessionEvent } from '../../domain/session';
import { eventPatchOf } from './event-patch';
import { uuidOrNew } from './uuid-or-new';

interface Making {
  readonly project: string;
  readonly now: Date;
}

/**
 * The event that a body describes, with the ids, names and times that it leaves to the server.
 * @param sessionId the session it is put under, whatever it says itself
 */
export function eventOfBody(body: NewEventBody, { project, now }: Making, sessionId?: string): TraceEvent {
  const isSession = body.event_type === 'session';
  const eventId = (isSession && sessionId) || uuidOrNew(body.event_id ?? (isSession ? body.session_id : undefined));
  const session = sessionId ?? (isSession ? eventId : (body.session_id ?? uuidOrNew(undefined)));
  const start = body.start_time ?? now.getTime() - (body.duration ?? 0);
  const end = body.end_time ?? (body.duration === undefined ? null : start + body.duration);
  return {
    ...patchEvent(undeclaredSessionEvent(session, project), eventPatchOf(body)),
    event_id: eventId,
    event_type: body.event_type,
    event_name: body.event_name ?? 'unknown',
    parent_id: isSession ? null : (body.parent_id ?? session),
    source: body.source ?? 'unknown',
    start_time: start,
    end_time: end,
    duration: body.duration ?? (end === null ? null : end - start),
  };
}

/** A `ModelEvent` as the event it stands for. */
export function eventBodyOfModel(body: ModelEventBody): NewEventBody {
  const placed = placeModelEvent(body as Readonly<Record<string, JsonValue | undefined>>);
  return {
    ...body,
    event_type: body.event_type ?? 'model',
    config: overPlaced(placed.config, body.config) as JsonObject,
    inputs: overPlaced(placed.inputs, body.inputs) as JsonObject,
    outputs: overPlaced(placed.outputs, body.outputs) as NonNullable<JsonValue>,
    metadata: overPlaced(placed.metadata, body.metadata) as JsonObject,
    metrics: overPlaced(placed.metrics, body.metrics) as JsonObject,
  };
}

/**
 * The record of a session that a body starts.
 * @param before what is known of it: names and times that the body does not say again stay
 */
export function sessionOfBody(
  body: Partial<NewSessionBody>,
  sessionId: string,
  { project, now }: Making,
  before: TraceEvent | null = null,
): TraceEvent {
  return {
    ...patchEvent(undeclaredSessionEvent(sessionId, project), eventPatchOf(body)),
    event_name: body.session_name ?? body.event_name ?? before?.event_name ?? 'unknown',
    source: body.source ?? before?.source ?? 'unknown',
    start_time: body.start_time ?? before?.start_time ?? now.getTime(),
  };
}
