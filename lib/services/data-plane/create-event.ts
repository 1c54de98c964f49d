import 'server-only';
import type { NewSessionBody } from '../../contracts/data-plane/event-members';
import type { BatchSettings } from '../../contracts/data-plane/events';
import type { DataPlaneAnswer, DataPlaneService } from './call';
import { eventBodyOfModel } from './event-of-body';
import { type KeptEvents, keepEvents, type NewEvents } from './keep-events';

/** `POST /events` and `POST /v1/events`. An event of type `session` starts one. */
export const createEvent: DataPlaneService<'createEvent'> = async (ctx, call) =>
  keptOne(await keepEvents(ctx, call, { events: [call.body] }));

/** `POST /events/model`. */
export const createModelEvent: DataPlaneService<'createModelEvent'> = async (ctx, call) =>
  keptOne(await keepEvents(ctx, call, { events: [eventBodyOfModel(call.body)] }));

/** `POST /events/batch`. */
export const createEventBatch: DataPlaneService<'createEventBatch'> = async (ctx, call) => {
  const { events, ...settings } = call.body;
  return keptMany(await keepEvents(ctx, call, { events, ...placed(settings) }));
};

/** `POST /events/model/batch`. */
export const createModelEventBatch: DataPlaneService<'createModelEventBatch'> = async (ctx, call) => {
  const { model_events, ...settings } = call.body;
  return keptMany(await keepEvents(ctx, call, { events: model_events.map(eventBodyOfModel), ...placed(settings) }));
};

/** The session's properties count only where all events are to go under one. */
function placed(settings: BatchSettings): Omit<NewEvents, 'events'> {
  const { single_session, is_single_session, session, session_properties } = settings;
  const properties: Partial<NewSessionBody> = session ?? session_properties ?? {};
  const single = (single_session ?? is_single_session) ? { properties } : undefined;
  return { project: settings.project ?? properties.project, single };
}

function keptOne({ project, eventIds, subject }: KeptEvents): DataPlaneAnswer {
  return { project, body: { success: true, event_id: eventIds[0] as string }, subject };
}

function keptMany({ project, eventIds, sessionId, subject }: KeptEvents): DataPlaneAnswer {
  const ofSession = sessionId === undefined ? {} : { session_id: sessionId };
  return { project, body: { success: true, event_ids: eventIds, ...ofSession }, subject };
}
