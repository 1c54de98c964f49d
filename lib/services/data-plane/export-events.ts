import 'server-only';
import type { EventSearch } from '../../contracts/data-plane/event-search';
import type { TraceEvent } from '../../domain/event';
import { projectFields } from '../../domain/event-filter';
import type { JsonObject } from '../../domain/json';
import type { AppContext } from '../context';
import type { DataPlaneAnswer, DataPlaneCall, DataPlaneService } from './call';
import { eventObject, olderEventObject } from './event-object';
import { findEvents, textAsked } from './find-events';
import { onAuditThread } from './on-audit-thread';
import { printList } from './print-list';
import { type KnownIds, knownId, projectOfCall } from './project-of-call';

/** `POST /v1/events/export` (honeyhive-system.md 3.4). Which of the two totals a client reads depends on its age. */
export const exportEvents: DataPlaneService<'exportEvents'> = onAuditThread('exportEvents', (ctx, call) =>
  answerSearch(ctx, call, call.body, (count) => ({ count, totalEvents: count })),
);

/** `POST /v1/events/search`. */
export const searchEvents: DataPlaneService<'searchEvents'> = onAuditThread('searchEvents', (ctx, call) =>
  answerSearch(ctx, call, call.body, (count) => ({ count })),
);

/** `GET /events`. */
export const listEvents: DataPlaneService<'listEvents'> = onAuditThread('listEvents', (ctx, call) =>
  answerSearch(ctx, call, call.query, (count) => ({ totalEvents: count })),
);

async function answerSearch(
  ctx: AppContext,
  call: DataPlaneCall,
  search: EventSearch,
  totals: (count: number) => JsonObject,
): Promise<DataPlaneAnswer> {
  const project = await projectOfCall(ctx, call, search.project, knownIds(search));
  const { count, events } = await findEvents(ctx, project, search);
  const shown = (event: TraceEvent) => showEvent(event, search.projections, call.isUnversioned);
  return { project, body: await printList('events', events.map(shown), totals(count)), subject: subjectOf(search) };
}

function showEvent(event: TraceEvent, projections: readonly string[], isUnversioned: boolean): JsonObject {
  if (projections.length > 0) return projectFields(eventObject(event), projections);
  return isUnversioned ? olderEventObject(event) : eventObject(event);
}

/** The session or run that was asked for by its id. */
function subjectOf({ filters, evaluation_id }: EventSearch): DataPlaneAnswer['subject'] {
  const sessionId = textAsked(filters, 'session_id');
  if (sessionId !== undefined) return { kind: 'session', id: sessionId };
  const runId = evaluation_id ?? textAsked(filters, 'metadata.run_id');
  return runId === undefined ? null : { kind: 'run', id: runId };
}

function knownIds({ filters, evaluation_id }: EventSearch): KnownIds {
  return [
    ...knownId('session', textAsked(filters, 'session_id')),
    ...knownId('event', textAsked(filters, 'event_id')),
    ...knownId('run', evaluation_id ?? textAsked(filters, 'metadata.run_id')),
  ];
}
