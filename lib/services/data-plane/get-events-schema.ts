import 'server-only';
import { boundsOf, type DateRange, isWithin } from '../../domain/date-range';
import type { TraceEvent } from '../../domain/event';
import { EventsSchema } from '../../domain/events-schema';
import type { JsonObject } from '../../domain/json';
import type { Project } from '../../domain/records';
import type { EventQuery } from '../../store/store';
import type { AppContext } from '../context';
import type { DataPlaneService } from './call';
import { findRun } from './find-run';
import { onAuditThread } from './on-audit-thread';
import { knownId, projectOfCall } from './project-of-call';
import { takeTurns } from './take-turns';

/** `GET /v1/events/schema`; with `evaluation_id` of the events that name this run. */
export const getEventsSchema: DataPlaneService<'getEventsSchema'> = onAuditThread(
  'getEventsSchema',
  async (ctx, call) => {
    const { project: named, dateRange, evaluation_id: runId } = call.query;
    const project = await projectOfCall(ctx, call, named, knownId('run', runId));
    const isAsked = (event: TraceEvent) => runId === undefined || event.metadata.run_id === runId;
    return { project, body: await schemaOf(ctx, project, {}, dateRange, isAsked), subject: null };
  },
);

/** `GET /v1/runs/schema`: of the events that name any run. */
export const getRunsSchema: DataPlaneService<'getRunsSchema'> = onAuditThread('getRunsSchema', async (ctx, call) => {
  const { project: named, dateRange } = call.query;
  const project = await projectOfCall(ctx, call, named);
  const namesRun = ({ metadata }: TraceEvent) => typeof metadata.run_id === 'string' && metadata.run_id !== '';
  return { project, body: await schemaOf(ctx, project, {}, dateRange, namesRun), subject: null };
});

/** `GET /v1/runs/{run_id}/schema`: of all events of the run's sessions. @throws AppError `not-found`. */
export const getRunSchema: DataPlaneService<'getRunSchema'> = onAuditThread('getRunSchema', async (ctx, call) => {
  const { project, run } = await findRun(ctx, call, call.path.run_id);
  const { runId } = run;
  const body = await schemaOf(ctx, project, { runId }, call.query.dateRange, () => true);
  return { project, body, subject: { kind: 'run', id: runId } };
});

async function schemaOf(
  ctx: AppContext,
  project: Project,
  query: EventQuery,
  dateRange: DateRange | undefined,
  isAsked: (event: TraceEvent) => boolean,
): Promise<JsonObject> {
  const bounds = boundsOf(dateRange, ctx.now());
  const schema = new EventsSchema();
  const turn = takeTurns();
  for await (const event of ctx.store.events(project.id, query)) {
    if (isWithin(bounds, event.start_time) && isAsked(event)) schema.add(event);
    await turn();
  }
  return schema.build();
}
