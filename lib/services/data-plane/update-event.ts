import 'server-only';
import type { UpdateEventBody } from '../../contracts/data-plane/events';
import type { AppContext } from '../context';
import { neverReceived } from '../not-received';
import type { Caller, DataPlaneAnswer, DataPlaneService } from './call';
import { eventPatchOf } from './event-patch';
import { findEvent } from './get-event';
import { knownId, projectOfCall } from './project-of-call';
import { isUuid } from './uuid-or-new';

/**
 * `PUT /v1/events/{event_id}`. What is updated before it was created is kept until it is, when it has an id that events
 * get. @throws AppError `not-found`.
 */
export const updateEvent: DataPlaneService<'updateEvent'> = async (ctx, call) => {
  const eventId = call.path.event_id;
  if (!isUuid(eventId) && (await findEvent(ctx, call, eventId)) === null) throw neverReceived('event', eventId);
  return update(ctx, call, eventId, call.body);
};

/** `PUT /events`, which names the event in its body. */
export const legacyUpdateEvent: DataPlaneService<'legacyUpdateEvent'> = (ctx, call) =>
  update(ctx, call, call.body.event_id, call.body);

async function update(
  ctx: AppContext,
  caller: Caller,
  eventId: string,
  body: UpdateEventBody,
): Promise<DataPlaneAnswer> {
  const project = await projectOfCall(ctx, caller, body.project, [
    ...knownId('event', eventId),
    ...knownId('session', eventId),
    ...knownId('run', body.metadata?.run_id),
  ]);
  const event = await ctx.store.updateEvent(project.id, eventId, eventPatchOf(body), ctx.now());
  return { project, body: {}, subject: { kind: 'session', id: event.session_id } };
}
