import 'server-only';
import type { NewEventBody } from '../../contracts/data-plane/event-members';
import type { AppContext } from '../context';
import { neverReceived } from '../not-received';
import type { Caller, DataPlaneAnswer, DataPlaneService } from './call';
import { keepEvents } from './keep-events';
import { knownProject } from './project-of-call';
import { isUuid } from './uuid-or-new';

/** `POST /v1/sessions/{session_id}/events/batch`. @throws AppError `not-found`. */
export const addSessionEvents: DataPlaneService<'addSessionEvents'> = (ctx, call) =>
  addEvents(ctx, call, call.path.session_id, call.body.events);

/** `POST /session/{session_id}/traces`, with the events in `logs` or in `events`. @throws AppError `not-found`. */
export const addSessionTraces: DataPlaneService<'addSessionTraces'> = (ctx, call) =>
  addEvents(ctx, call, call.path.session_id, call.body.logs ?? call.body.events ?? []);

async function addEvents(
  ctx: AppContext,
  caller: Caller,
  sessionId: string,
  events: readonly NewEventBody[],
): Promise<DataPlaneAnswer> {
  if (!isUuid(sessionId) && !(await isKnown(ctx, caller, sessionId))) throw neverReceived('session', sessionId);
  const { project, subject } = await keepEvents(ctx, caller, { events, single: { id: sessionId } });
  return { project, body: { success: true }, subject };
}

async function isKnown(ctx: AppContext, caller: Caller, sessionId: string): Promise<boolean> {
  const project = await knownProject(ctx, caller, 'session', sessionId);
  return project !== null && (await ctx.store.getSession(project.id, sessionId)) !== null;
}
