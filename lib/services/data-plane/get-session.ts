import 'server-only';
import type { TraceEvent } from '../../domain/event';
import { type EventNode, eventTree } from '../../domain/event-tree';
import { stringifyJson } from '../../domain/json-text';
import { mergeObjects } from '../../domain/merge';
import { SessionTotals } from '../../domain/session-totals';
import { neverReceived } from '../not-received';
import type { DataPlaneService } from './call';
import { eventObject, olderEventObject } from './event-object';
import { onAuditThread } from './on-audit-thread';
import { knownProject } from './project-of-call';
import { takeTurns } from './take-turns';

/** As many as an export answers at once. */
const EVENTS_MAX = 7500;

/**
 * `GET /v1/sessions/{session_id}` and `GET /session/{session_id}`: its record with the tree of its events. What is known of
 * all events together stands in its metadata unless the client said something else there. @throws AppError `not-found`.
 */
export const getSession: DataPlaneService<'getSession'> = onAuditThread('getSession', async (ctx, call) => {
  const sessionId = call.path.session_id;
  const project = await knownProject(ctx, call, 'session', sessionId);
  const session = project === null ? null : await ctx.store.getSession(project.id, sessionId);
  if (project === null || session === null) throw neverReceived('session', sessionId);

  const totals = new SessionTotals();
  const events: TraceEvent[] = [];
  const turn = takeTurns();
  for await (const event of ctx.store.events(project.id, { sessionId })) {
    totals.add(event);
    if (event.event_type !== 'session' && events.length < EVENTS_MAX) events.push(event);
    await turn();
  }
  const metadata = mergeObjects(totals.build(), session.event.metadata);
  const tree = eventTree({ ...session.event, metadata }, events);
  const body = new TextEncoder().encode(await printTree(tree, call.isUnversioned ? olderEventObject : eventObject));
  return { project, body, subject: { kind: 'session', id: sessionId } };
});

/** Events with a member `children` each, printed one by one: a tree of deep events would be too deep to print. */
async function printTree(root: EventNode, show: typeof eventObject): Promise<string> {
  const turn = takeTurns();
  const parts: string[] = [];
  /** Nodes that are to be printed, and texts that close those that are; the next one last. */
  const open: (EventNode | string)[] = [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === 'string') {
      parts.push(next);
      continue;
    }
    parts.push(stringifyJson(show(next.event)).slice(0, -1), ',"children":[');
    open.push(']}');
    for (const [index, child] of next.children.toReversed().entries()) {
      open.push(child);
      if (index < next.children.length - 1) open.push(',');
    }
    await turn();
  }
  return parts.join('');
}
