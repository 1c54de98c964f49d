import 'server-only';
import type { JsonObject } from '../../domain/json';
import type { AppContext } from '../context';
import { neverReceived } from '../not-received';
import { eventObject } from './event-object';

/** `GET /v1/events/{event_id}`. @throws AppError `not-found`. */
export async function getEvent(ctx: AppContext, eventId: string): Promise<JsonObject> {
  const project = await ctx.store.projectOf('event', eventId);
  if (project !== null) {
    for await (const event of ctx.store.events(project.id, { eventId })) return { event: eventObject(event) };
  }
  throw neverReceived('event', eventId);
}
