import 'server-only';
import type { ExportEventsBody } from '../../contracts/data-plane';
import type { TraceEvent } from '../../domain/event';
import { type EventFilter, matchesFilter, projectFields, readInstant } from '../../domain/event-filter';
import type { JsonObject } from '../../domain/json';
import type { EventQuery } from '../../store/store';
import type { AppContext } from '../context';
import { knownId, type ProjectHints, projectOfRequest } from '../project-of-request';
import type { DataPlaneAnswer, DataPlaneCall } from './call';
import { eventObject } from './event-object';

/** `POST /v1/events/export` (honeyhive-system.md 3.4): newest first; `count` is of all that match, on every page. */
export async function exportEvents(
  ctx: AppContext,
  { body, namedProject }: DataPlaneCall<ExportEventsBody>,
): Promise<DataPlaneAnswer> {
  const named = namedProject ?? body.project ?? null;
  const project = await projectOfRequest(ctx, { named, known: knownIds(body) });
  const first = (body.page - 1) * body.limit;
  const events: JsonObject[] = [];
  let count = 0;
  for await (const event of ctx.store.events(project.id, narrowed(body))) {
    if (!matches(event, body)) continue;
    if (count >= first && count < first + body.limit) events.push(shown(event, body.projections));
    count++;
  }
  return { project, body: { events, count }, subject: subjectOf(body) };
}

/** The session or run that was asked for by its id. */
function subjectOf({ filters, evaluation_id }: ExportEventsBody): DataPlaneAnswer['subject'] {
  const sessionId = wanted(filters, 'session_id');
  if (sessionId !== undefined) return { kind: 'session', id: sessionId };
  const runId = evaluation_id ?? wanted(filters, 'metadata.run_id');
  return runId === undefined ? null : { kind: 'run', id: runId };
}

/** The value of a plain `field is value` condition: it can be looked up instead of searched for. */
function wanted(filters: readonly EventFilter[], field: string): string | undefined {
  const filter = filters.find((f) => f.field === field && f.operator === 'is' && f.type === 'string');
  return typeof filter?.value === 'string' ? filter.value : undefined;
}

function knownIds({ filters, evaluation_id }: ExportEventsBody): ProjectHints['known'] {
  return [
    ...knownId('session', wanted(filters, 'session_id')),
    ...knownId('event', wanted(filters, 'event_id')),
    ...knownId('run', evaluation_id ?? wanted(filters, 'metadata.run_id')),
  ];
}

function narrowed({ filters }: ExportEventsBody): EventQuery {
  return { sessionId: wanted(filters, 'session_id'), eventId: wanted(filters, 'event_id') };
}

function matches(event: TraceEvent, { filters, dateRange, evaluation_id }: ExportEventsBody): boolean {
  if (evaluation_id !== undefined && event.metadata.run_id !== evaluation_id) return false;
  const from = readInstant(dateRange?.$gte ?? null) ?? Number.NEGATIVE_INFINITY;
  const to = readInstant(dateRange?.$lte ?? null) ?? Number.POSITIVE_INFINITY;
  if (event.start_time < from || event.start_time > to) return false;
  return filters.every((filter) => matchesFilter(event, filter));
}

function shown(event: TraceEvent, projections: readonly string[]): JsonObject {
  const whole = eventObject(event);
  return projections.length === 0 ? whole : projectFields(whole, projections);
}
