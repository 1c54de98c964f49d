import 'server-only';
import { boundsOf, type DateRange, isWithin } from '../../domain/date-range';
import type { TraceEvent } from '../../domain/event';
import { type EventFilter, eventTest } from '../../domain/event-filter';
import type { Project } from '../../domain/records';
import type { AppContext } from '../context';
import { takeTurns } from './take-turns';

interface Wanted {
  readonly filters?: readonly EventFilter[];
  readonly dates?: DateRange | undefined;
}

/** The events of the sessions filed under a run that pass the filters and started in the range of dates, newest first. */
export async function* eventsOfRun(
  ctx: Pick<AppContext, 'store' | 'now'>,
  project: Project,
  runId: string,
  { filters = [], dates }: Wanted = {},
): AsyncGenerator<TraceEvent> {
  const isWanted = eventTest(filters);
  const bounds = boundsOf(dates, ctx.now());
  const turn = takeTurns();
  for await (const event of ctx.store.events(project.id, { runId })) {
    await turn();
    if (isWithin(bounds, event.start_time) && isWanted(event)) yield event;
  }
}
