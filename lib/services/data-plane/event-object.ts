import 'server-only';
import type { TraceEvent } from '../../domain/event';
import type { JsonObject } from '../../domain/json';

/** An event as upstream answers it (`LegacyEvent`, honeyhive-system.md 7): the project under its old and new name. */
export function eventObject(event: TraceEvent): JsonObject {
  return { ...event, project_id: event.project };
}

/**
 * The same for clients of the unversioned paths, whose schema knows null only for parent and error, and only whole
 * milliseconds for the end: an event it refuses fails the whole answer.
 */
export function olderEventObject(event: TraceEvent): JsonObject {
  const { source, end_time, duration, ...members } = eventObject(event);
  return {
    ...members,
    ...(source === null ? {} : { source }),
    ...(typeof end_time === 'number' ? { end_time: Math.round(end_time) } : {}),
    ...(duration === null ? {} : { duration }),
  } as JsonObject;
}
