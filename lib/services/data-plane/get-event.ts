import 'server-only';
import type { TraceEvent } from '../../domain/event';
import type { Project } from '../../domain/records';
import type { AppContext } from '../context';
import { neverReceived } from '../not-received';
import type { Caller, DataPlaneService } from './call';
import { eventObject } from './event-object';
import { knownProject } from './project-of-call';

/** `GET /v1/events/{event_id}`. @throws AppError `not-found`. */
export const getEvent: DataPlaneService<'getEvent'> = async (ctx, call) => {
  const eventId = call.path.event_id;
  const found = await findEvent(ctx, call, eventId);
  if (found === null) throw neverReceived('event', eventId);
  const { project, event } = found;
  return { project, body: { event: eventObject(event) }, subject: { kind: 'session', id: event.session_id } };
};

interface FoundEvent {
  readonly project: Project;
  readonly event: TraceEvent;
}

/** An event by its id alone; null when the caller's projects have none. */
export async function findEvent(ctx: AppContext, caller: Caller, eventId: string): Promise<FoundEvent | null> {
  const project = await knownProject(ctx, caller, 'event', eventId);
  if (project === null) return null;
  for await (const event of ctx.store.events(project.id, { eventId })) return { project, event };
  return null;
}
