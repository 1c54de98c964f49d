import 'server-only';
import type { TraceEvent } from '../../domain/event';
import type { JsonObject } from '../../domain/json';

/** An event as upstream answers it (`LegacyEvent`, honeyhive-system.md 7): the project under its old and new name. */
export function eventObject(event: TraceEvent): JsonObject {
  return { ...event, project_id: event.project };
}
