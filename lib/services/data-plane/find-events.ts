import 'server-only';
import type { EventSearch } from '../../contracts/data-plane/event-search';
import { boundsOf, isWithin } from '../../domain/date-range';
import type { TraceEvent } from '../../domain/event';
import { type EventFilter, type EventTest, eventTest } from '../../domain/event-filter';
import type { Project } from '../../domain/records';
import type { EventQuery } from '../../store/store';
import type { AppContext } from '../context';
import { takeTurns } from './take-turns';

interface FoundEvents {
  /** Of all that match, on whatever page. */
  readonly count: number;
  /** The page that was asked for, newest first. */
  readonly events: readonly TraceEvent[];
}

/** A matching event that may be on the page; its contents are kept only while pages are small. */
interface Candidate {
  readonly start: number;
  readonly sessionId: string;
  readonly eventId: string;
  readonly event: TraceEvent | null;
}

/** Up to so many events are kept while they are read; of more only their places, and those of the page are read again. */
const KEPT_MAX = 1000;

/**
 * Events that match a search (docs/data-plane.md): by their start, newest first; with `ignore_order`, session by session.
 * Every event is read, because the total counts all that match.
 */
export async function findEvents(ctx: AppContext, project: Project, search: EventSearch): Promise<FoundEvents> {
  const { filters, page, limit } = search;
  const matches = searchTest(search, ctx.now());
  const first = (page - 1) * limit;
  const last = first + limit;
  const keepsEvents = last <= KEPT_MAX;
  const turn = takeTurns();
  let candidates: Candidate[] = [];
  let count = 0;
  for await (const event of ctx.store.events(project.id, narrowed(filters))) {
    await turn();
    if (!matches(event)) continue;
    count++;
    if (search.ignore_order && count > last) continue;
    const { start_time: start, session_id: sessionId, event_id: eventId } = event;
    candidates.push({ start, sessionId, eventId, event: keepsEvents ? event : null });
    if (candidates.length >= 2 * last && !search.ignore_order) candidates = newest(candidates, last);
  }
  const found = search.ignore_order ? candidates : newest(candidates, last);
  return { count, events: await eventsOf(ctx, project, found.slice(first, last), matches) };
}

/** Those that start at the same time stay in the order they were read in. */
function newest(candidates: readonly Candidate[], most: number): Candidate[] {
  return candidates.toSorted((a, b) => b.start - a.start).slice(0, most);
}

function searchTest({ filters, dateRange, evaluation_id }: EventSearch, now: Date): EventTest {
  const bounds = boundsOf(dateRange, now);
  const passesFilters = eventTest(filters);
  return (event) =>
    (evaluation_id === undefined || event.metadata.run_id === evaluation_id) &&
    isWithin(bounds, event.start_time) &&
    passesFilters(event);
}

/**
 * What the store can leave out: an event is stored under the session that it names, and under its own id. A run does not
 * say which sessions have events that name it.
 */
function narrowed(filters: readonly EventFilter[]): EventQuery {
  return { sessionId: textAsked(filters, 'session_id'), eventId: textAsked(filters, 'event_id') };
}

/** The contents of candidates, in their order, session by session; what changed meanwhile and matches no more is left out. */
async function eventsOf(
  ctx: AppContext,
  project: Project,
  candidates: readonly Candidate[],
  matches: EventTest,
): Promise<readonly TraceEvent[]> {
  const events: (TraceEvent | null)[] = candidates.map(({ event }) => event);
  /** By session, then by {@link placeName}: where in the page; several events may have one name. */
  const placesBySession = new Map<string, Map<string, number[]>>();
  for (const [place, { event, sessionId, eventId, start }] of candidates.entries()) {
    if (event !== null) continue;
    const places = placesBySession.get(sessionId) ?? new Map<string, number[]>();
    placesBySession.set(sessionId, places);
    const name = placeName(start, eventId);
    const others = places.get(name);
    if (others === undefined) places.set(name, [place]);
    else others.push(place);
  }
  const turn = takeTurns();
  for (const [sessionId, places] of placesBySession) {
    for await (const event of ctx.store.events(project.id, { sessionId })) {
      await turn();
      const place = places.get(placeName(event.start_time, event.event_id))?.shift();
      if (place !== undefined && matches(event)) events[place] = event;
    }
  }
  return events.filter((event) => event !== null);
}

/** The value of a plain `field is value` condition: it can be looked up instead of searched for. */
export function textAsked(filters: readonly EventFilter[], field: string): string | undefined {
  const filter = filters.find((f) => f.field === field && f.operator === 'is' && f.type === 'string');
  return typeof filter?.value === 'string' ? filter.value : undefined;
}

function placeName(start: number, eventId: string): string {
  return `${start} ${eventId}`;
}
