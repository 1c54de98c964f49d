import 'server-only';
import type { StartSessionBody } from '../../contracts/data-plane';
import type { TraceEvent } from '../../domain/event';
import type { JsonObject } from '../../domain/json';
import type { Project } from '../../domain/records';
import { patchEvent, undeclaredSessionEvent } from '../../domain/session';
import type { AppContext } from '../context';
import { knownId, projectOfRequest } from '../project-of-request';
import type { DataPlaneAnswer, DataPlaneCall } from './call';
import { eventPatchOf } from './event-patch';
import { uuidOrNew } from './uuid-or-new';

/** `POST /session/start` and `POST /v1/sessions` (honeyhive-system.md 3.3). */
export async function startSession(
  ctx: AppContext,
  { body, namedProject, client }: DataPlaneCall<StartSessionBody>,
): Promise<DataPlaneAnswer> {
  const project = await projectOfRequest(ctx, {
    named: namedProject ?? body.project ?? null,
    known: [...knownId('session', body.session_id), ...knownId('run', body.metadata?.run_id)],
  });
  const now = ctx.now();
  const record = sessionEvent(body, uuidOrNew(body.session_id), project, now);
  const session = await ctx.store.putSession(project.id, record, client, now);
  const subject = { kind: 'session', id: session.sessionId } as const;
  return { project, body: startedSession(session.event, project), subject };
}

function sessionEvent(body: StartSessionBody, sessionId: string, project: Project, now: Date): TraceEvent {
  const record = patchEvent(undeclaredSessionEvent(sessionId, project.name), eventPatchOf(body));
  return {
    ...record,
    event_name: body.session_name ?? body.event_name ?? record.event_name,
    source: body.source ?? 'unknown',
    start_time: body.start_time ?? now.getTime(),
  };
}

/** `PostSessionStartResponse`. There is one organisation and one workspace here, and both are this server. */
function startedSession(event: TraceEvent, project: Project): JsonObject {
  const { project: _, ...members } = event;
  return { ...members, org_id: 'local', workspace_id: 'local', project_id: project.name };
}
