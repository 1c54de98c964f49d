import 'server-only';
import type { CreateEventBody } from '../../contracts/data-plane';
import type { TraceEvent } from '../../domain/event';
import type { Project } from '../../domain/records';
import { patchEvent, undeclaredSessionEvent } from '../../domain/session';
import type { AppContext } from '../context';
import { knownId, projectOfRequest } from '../project-of-request';
import type { DataPlaneAnswer, DataPlaneCall } from './call';
import { eventPatchOf } from './event-patch';
import { uuidOrNew } from './uuid-or-new';

/** `POST /events` and `POST /v1/events`. An event of type `session` starts one. */
export async function createEvent(
  ctx: AppContext,
  { body, namedProject, client }: DataPlaneCall<CreateEventBody>,
): Promise<DataPlaneAnswer> {
  const project = await projectOfRequest(ctx, {
    named: namedProject ?? body.project ?? null,
    known: [...knownId('session', body.session_id), ...knownId('run', body.metadata?.run_id)],
  });
  const now = ctx.now();
  const event = eventOf(body, project, now);
  if (event.event_type === 'session') await ctx.store.putSession(project.id, event, client, now);
  else await ctx.store.putEvent(project.id, event, now);
  const subject = { kind: 'session', id: event.session_id } as const;
  return { project, body: { success: true, event_id: event.event_id }, subject };
}

function eventOf(body: CreateEventBody, project: Project, now: Date): TraceEvent {
  const isSession = body.event_type === 'session';
  const eventId = uuidOrNew(body.event_id ?? (isSession ? body.session_id : undefined));
  const sessionId = isSession ? eventId : (body.session_id ?? uuidOrNew(undefined));
  const start = body.start_time ?? now.getTime() - (body.duration ?? 0);
  const end = body.end_time ?? (body.duration === undefined ? null : start + body.duration);
  return {
    ...patchEvent(undeclaredSessionEvent(sessionId, project.name), eventPatchOf(body)),
    event_id: eventId,
    event_type: body.event_type,
    event_name: body.event_name ?? 'unknown',
    parent_id: isSession ? null : (body.parent_id ?? sessionId),
    source: body.source ?? 'unknown',
    start_time: start,
    end_time: end,
    duration: body.duration ?? (end === null ? null : end - start),
  };
}
