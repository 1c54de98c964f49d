import 'server-only';
import type { NewEventBody, NewSessionBody } from '../../contracts/data-plane/event-members';
import type { TraceEvent } from '../../domain/event';
import type { Project } from '../../domain/records';
import type { DeliverySubject } from '../../store/delivery-store';
import type { AppContext } from '../context';
import type { Caller } from './call';
import { eventOfBody, sessionOfBody } from './event-of-body';
import { knownId, projectOfCall } from './project-of-call';
import { uuidOrNew } from './uuid-or-new';

/** Events of one request. They are kept in one transaction. */
export interface NewEvents {
  /** As the body names it. */
  readonly project?: string | undefined;
  readonly events: readonly NewEventBody[];
  /** Where it is given all events go under one session, whatever they say themselves. */
  readonly single?: SingleSession | undefined;
}

interface SingleSession {
  /** An id that may be unknown yet; without one it is that of the properties, of the first event that names one, or new. */
  readonly id?: string | undefined;
  /** What the session's record is to say; without properties the session is not started, only made where it is unknown. */
  readonly properties?: Partial<NewSessionBody> | undefined;
}

export interface KeptEvents {
  readonly project: Project;
  readonly eventIds: readonly string[];
  /** Of all events; undefined when they belong to several or there are none. */
  readonly sessionId: string | undefined;
  readonly subject: DeliverySubject | null;
}

/** Keeps events, with their sessions: one that nobody started is made from its events. */
export async function keepEvents(ctx: AppContext, caller: Caller, asked: NewEvents): Promise<KeptEvents> {
  const { events: bodies, single } = asked;
  const named = single?.id ?? single?.properties?.session_id ?? firstOf(bodies, ({ session_id }) => session_id);
  const project = await projectOfCall(ctx, caller, asked.project ?? firstOf(bodies, ({ project }) => project), [
    ...knownId('session', named),
    ...knownId('run', single?.properties?.metadata?.run_id),
    ...knownId(
      'run',
      firstOf(bodies, ({ metadata }) => metadata?.run_id),
    ),
  ]);
  const now = ctx.now();
  const making = { project: project.name, now };
  const singleId = single && (single.id ?? sessionIdOf(single, bodies));
  const events = bodies.map((body) => eventOfBody(body, making, singleId));
  const record =
    single?.properties === undefined || singleId === undefined
      ? []
      : [await recordOf(ctx, project, singleId, single.properties, events)];
  await ctx.store.putEvents(project.id, [...record, ...events], caller.client, now);

  const sessionIds = new Set(events.map(({ session_id }) => session_id));
  const sessionId = singleId ?? (sessionIds.size === 1 ? [...sessionIds][0] : undefined);
  const subject = sessionId === undefined ? null : ({ kind: 'session', id: sessionId } as const);
  return { project, eventIds: events.map(({ event_id }) => event_id), sessionId, subject };
}

function sessionIdOf({ properties }: SingleSession, bodies: readonly NewEventBody[]): string {
  if (properties?.session_id !== undefined) return uuidOrNew(properties.session_id);
  return firstOf(bodies, ({ session_id }) => session_id) ?? uuidOrNew(undefined);
}

/** The record that starts the session of a batch, no later than its events. */
async function recordOf(
  ctx: AppContext,
  project: Project,
  sessionId: string,
  properties: Partial<NewSessionBody>,
  events: readonly TraceEvent[],
): Promise<TraceEvent> {
  const known = await ctx.store.getSession(project.id, sessionId);
  const start = events.reduce((earliest, { start_time }) => Math.min(earliest, start_time), ctx.now().getTime());
  const making = { project: project.name, now: new Date(start) };
  return sessionOfBody(properties, sessionId, making, known?.declared ? known.event : null);
}

function firstOf<T>(bodies: readonly NewEventBody[], read: (body: NewEventBody) => T | undefined): T | undefined {
  for (const body of bodies) {
    const value = read(body);
    if (value !== undefined) return value;
  }
  return undefined;
}
