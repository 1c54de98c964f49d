import 'server-only';
import type { UpdateEventBody } from '../../contracts/data-plane';
import type { AppContext } from '../context';
import { knownId, projectOfRequest } from '../project-of-request';
import type { DataPlaneAnswer, DataPlaneCall } from './call';
import { eventPatchOf } from './event-patch';

/** `PUT /events` and `PUT /v1/events/{event_id}`. What is updated before it was created is kept until it is. */
export async function updateEvent(
  ctx: AppContext,
  eventId: string,
  { body, namedProject }: DataPlaneCall<UpdateEventBody>,
): Promise<DataPlaneAnswer> {
  const project = await projectOfRequest(ctx, {
    named: namedProject ?? body.project ?? null,
    known: [...knownId('event', eventId), ...knownId('session', eventId), ...knownId('run', body.metadata?.run_id)],
  });
  const event = await ctx.store.updateEvent(project.id, eventId, eventPatchOf(body), ctx.now());
  return { project, body: {}, subject: { kind: 'session', id: event.session_id } };
}
