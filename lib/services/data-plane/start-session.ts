import 'server-only';
import type { TraceEvent } from '../../domain/event';
import type { JsonObject } from '../../domain/json';
import type { Project } from '../../domain/records';
import type { DataPlaneService } from './call';
import { sessionOfBody } from './event-of-body';
import { knownId, projectOfCall } from './project-of-call';
import { uuidOrNew } from './uuid-or-new';

/** `POST /session/start` and `POST /v1/sessions` (honeyhive-system.md 3.3). */
export const startSession: DataPlaneService<'startSession'> = async (ctx, call) => {
  const { body, client } = call;
  const project = await projectOfCall(ctx, call, body.project, [
    ...knownId('session', body.session_id),
    ...knownId('run', body.metadata?.run_id),
  ]);
  const now = ctx.now();
  const record = sessionOfBody(body, uuidOrNew(body.session_id), { project: project.name, now });
  const session = await ctx.store.putSession(project.id, record, client, now);
  const subject = { kind: 'session', id: session.sessionId } as const;
  return { project, body: startedSession(session.event, project), subject };
};

/** `PostSessionStartResponse`. There is one organisation and one workspace here, and both are this server. */
function startedSession(event: TraceEvent, project: Project): JsonObject {
  const { project: _, ...members } = event;
  return { ...members, org_id: 'local', workspace_id: 'local', project_id: project.name };
}
