import 'server-only';
import type { BatchBody } from '../../contracts/data-plane/datapoints';
import { datapointOfEvent } from '../../domain/catalog-datapoint';
import { boundsOf, isWithin } from '../../domain/date-range';
import { AppError } from '../../domain/errors';
import type { TraceEvent } from '../../domain/event';
import { eventTest } from '../../domain/event-filter';
import type { Project } from '../../domain/records';
import type { AppContext } from '../context';
import type { DataPlaneService } from '../data-plane/call';
import { onAuditThread } from '../data-plane/on-audit-thread';
import { knownId, projectOfCall } from '../data-plane/project-of-call';
import { takeTurns } from '../data-plane/take-turns';
import { neverReceived } from '../not-received';
import { findEntry } from './find-entry';
import { newDatapoint } from './new-datapoint';

/** One transaction takes so many: it is all or none. */
const DATAPOINTS_MAX = 10_000;

type CreateBatch = DataPlaneService<'batchCreateDatapoints'>;

/**
 * `POST /v1/datapoints/batch`: datapoints of stored events. Of those that `events` lists or `checkState` marks; with
 * `selectAll`, or where nothing is listed, of all that pass `filters` and `dateRange` and are not marked false.
 */
export const batchCreateDatapoints: CreateBatch = onAuditThread('batchCreateDatapoints', async (ctx, call) => {
  const { body } = call;
  const project = await projectOf(ctx, call);
  const now = ctx.now();
  const events = chosenEvents(ctx, project, body, now);
  const entries = [];
  for await (const event of events) {
    if (entries.length === DATAPOINTS_MAX) throw tooMany();
    entries.push(newDatapoint(datapointOfEvent(event, body.mapping), now));
  }
  const insertedIds = entries.map(({ id }) => id);
  const { dataset_id: datasetId } = body;
  const membership = datasetId === undefined ? undefined : { datasetId, datapointIds: insertedIds };
  await ctx.store.createEntries(project.id, entries, now, membership);
  return { project, body: { inserted: insertedIds.length > 0, insertedIds }, subject: null };
});

async function projectOf(ctx: AppContext, call: Parameters<CreateBatch>[1]): Promise<Project> {
  const { project: named, dataset_id } = call.body;
  const [event] = listedIds(call.body);
  if (dataset_id === undefined) return projectOfCall(ctx, call, named, knownId('event', event));
  return (await findEntry(ctx, call, 'dataset', dataset_id, named)).project;
}

function listedIds({ events = [], checkState = {} }: BatchBody): readonly string[] {
  return [...new Set([...events, ...Object.keys(checkState).filter((id) => checkState[id] === true)])];
}

function chosenEvents(ctx: AppContext, project: Project, body: BatchBody, now: Date): AsyncIterable<TraceEvent> {
  const ids = listedIds(body);
  if (ids.length > 0 && body.selectAll !== true) return listedEvents(ctx, project, ids);
  if (body.selectAll !== true && body.filters === undefined && body.dateRange === undefined) throw nothingChosen();
  return matchingEvents(ctx, project, body, now);
}

async function* listedEvents(ctx: AppContext, project: Project, ids: readonly string[]): AsyncGenerator<TraceEvent> {
  for (const eventId of ids) {
    let isKnown = false;
    for await (const event of ctx.store.events(project.id, { eventId })) {
      isKnown = true;
      yield event;
      break;
    }
    if (!isKnown) throw neverReceived('event', eventId);
  }
}

async function* matchingEvents(
  ctx: AppContext,
  project: Project,
  { filters = [], dateRange, checkState = {} }: BatchBody,
  now: Date,
): AsyncGenerator<TraceEvent> {
  const bounds = boundsOf(dateRange, now);
  const passes = eventTest(filters);
  const turn = takeTurns();
  for await (const event of ctx.store.events(project.id, {})) {
    const isWanted = isWithin(bounds, event.start_time) && checkState[event.event_id] !== false;
    if (isWanted && passes(event)) yield event;
    await turn();
  }
}

function nothingChosen(): AppError {
  return new AppError(
    'invalid-request',
    'The body names no events: expected events, checkState, filters, dateRange or selectAll.',
  );
}

function tooMany(): AppError {
  return new AppError(
    'invalid-request',
    `More than ${DATAPOINTS_MAX} events match: choose fewer by filters or dateRange.`,
  );
}
