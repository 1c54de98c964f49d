import 'server-only';
import type { ComparedEventsQuery } from '../../contracts/data-plane/run-query';
import type { JsonObject } from '../../domain/json';
import { type PairableEvent, pairEvents } from '../../domain/paired-events';
import type { Project } from '../../domain/records';
import { datapointOf } from '../../domain/run-result';
import type { AppContext } from '../context';
import type { Caller, DataPlaneAnswer, DataPlaneService } from './call';
import { eventObject } from './event-object';
import { findRunPair } from './find-run-pair';
import { onAuditThread } from './on-audit-thread';
import { eventsOfRun } from './run-events';

/** `GET /v1/runs/{new_run_id}/compare/{old_run_id}/events`. @throws AppError `not-found`. */
export const compareRunEvents: DataPlaneService<'compareRunEvents'> = onAuditThread('compareRunEvents', (ctx, call) =>
  compareEvents(ctx, call, call.path.new_run_id, call.path.old_run_id, call.query),
);

/** `GET /v1/runs/compare/events`: the Python client gives the new run as `run_id_1`. @throws AppError `not-found`. */
export const legacyCompareRunEvents: DataPlaneService<'legacyCompareRunEvents'> = onAuditThread(
  'legacyCompareRunEvents',
  (ctx, call) => compareEvents(ctx, call, call.query.run_id_1, call.query.run_id_2, call.query),
);

/** Two passes, so that of large runs only the events of one page are in memory: where they are, then they themselves. */
async function compareEvents(
  ctx: AppContext,
  caller: Caller,
  newRunId: string,
  oldRunId: string,
  query: ComparedEventsQuery,
): Promise<DataPlaneAnswer> {
  const { project, newRun, oldRun } = await findRunPair(ctx, caller, newRunId, oldRunId);
  const ofNew = await placesOf(ctx, project, newRun.runId, query);
  const ofOld = await placesOf(ctx, project, oldRun.runId, query);
  const pairs = pairEvents(ofNew, ofOld);
  const page = pairs.slice((query.page - 1) * query.limit, query.page * query.limit);
  const found = await readPlaces(ctx, project, page.flat());
  const events = page.flatMap(([one, other]): readonly JsonObject[] => {
    const [event_1, event_2] = [found.get(nameOf(one)), found.get(nameOf(other))];
    if (event_1 === undefined || event_2 === undefined) return [];
    return [{ datapoint_id: one.datapoint, event_1, event_2 }];
  });
  const body = { events, totalEvents: pairs.length };
  return { project, body, subject: { kind: 'run', id: newRun.runId } };
}

async function placesOf(
  ctx: AppContext,
  project: Project,
  runId: string,
  { filter, event_name, event_type }: ComparedEventsQuery,
): Promise<readonly PairableEvent[]> {
  const places: PairableEvent[] = [];
  for await (const event of eventsOfRun(ctx, project, runId, { filters: filter })) {
    const datapoint = datapointOf(event, runId);
    if (datapoint === undefined) continue;
    if (event_name !== undefined && event.event_name !== event_name) continue;
    if (event_type !== undefined && event.event_type !== event_type) continue;
    const { session_id, event_id, start_time } = event;
    places.push({
      datapoint,
      event_name: event.event_name,
      event_type: event.event_type,
      session_id,
      event_id,
      start_time,
    });
  }
  return places;
}

/** By {@link nameOf}; without those that were deleted meanwhile. */
async function readPlaces(
  ctx: AppContext,
  project: Project,
  places: readonly PairableEvent[],
): Promise<ReadonlyMap<string, JsonObject>> {
  const wanted = new Set(places.map(nameOf));
  const found = new Map<string, JsonObject>();
  for (const sessionId of new Set(places.map(({ session_id }) => session_id))) {
    for await (const event of ctx.store.events(project.id, { sessionId })) {
      const name = nameOf(event);
      if (wanted.has(name)) found.set(name, eventObject(event));
    }
  }
  return found;
}

function nameOf({ session_id, event_id }: Pick<PairableEvent, 'session_id' | 'event_id'>): string {
  return JSON.stringify([session_id, event_id]);
}
