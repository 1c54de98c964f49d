import { z } from 'zod';
import { eventMembers, eventSchema, newEventSchema, newSessionSchema } from './event-members';
import { absentIfNull, bareOrIn, jsonObjectSchema } from './members';
import { operation } from './operation';

const sessionPath = z.object({ session_id: z.string() });
const succeeded = z.object({ success: z.boolean() });
const someEvents = absentIfNull(z.array(newEventSchema));

/** The record of a session with its events below it; older clients take no null for end, duration and source. */
const sessionTreeSchema = eventSchema
  .partial({ end_time: true, duration: true, source: true })
  .extend({ children: z.array(jsonObjectSchema) });

export const SESSION_OPERATIONS = {
  startSession: operation({
    method: 'POST',
    paths: ['/sessions', '/session/start'],
    summary: 'Start a session; an id that is no UUID is replaced.',
    scope: 'ingest',
    body: bareOrIn('session', newSessionSchema),
    answer: z.object({ ...eventMembers, project_id: z.string(), org_id: z.string(), workspace_id: z.string() }),
  }),
  getSession: operation({
    method: 'GET',
    paths: ['/sessions/{session_id}', '/session/{session_id}'],
    summary:
      'The record of a session with the tree of its latest 7,500 events; sums over all of them are in its metadata.',
    scope: 'read',
    path: sessionPath,
    answer: sessionTreeSchema,
  }),
  deleteSession: operation({
    method: 'DELETE',
    paths: ['/sessions/{session_id}', '/session/{session_id}'],
    summary: 'Remove a session with everything that was received for it.',
    scope: 'admin',
    path: sessionPath,
    answer: succeeded.extend({ deleted: z.string() }),
  }),
  addSessionEvents: operation({
    method: 'POST',
    paths: ['/sessions/{session_id}/events/batch'],
    summary: 'Keep events under a session, all or none.',
    scope: 'ingest',
    path: sessionPath,
    body: z.object({ events: z.array(newEventSchema) }),
    answer: succeeded,
  }),
  addSessionTraces: operation({
    method: 'POST',
    paths: ['/session/{session_id}/traces', '/sessions/{session_id}/traces'],
    summary: 'Keep events under a session, all or none: in logs or in events.',
    scope: 'ingest',
    path: sessionPath,
    body: z
      .object({ logs: someEvents, events: someEvents })
      .refine(({ logs, events }) => (logs === undefined) !== (events === undefined), 'expected either logs or events'),
    answer: succeeded,
  }),
};
