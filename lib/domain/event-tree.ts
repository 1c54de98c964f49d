import type { TraceEvent } from './event';

/** An event with those below it, earliest first. */
export interface EventNode {
  readonly event: TraceEvent;
  readonly children: readonly EventNode[];
}

interface OpenNode {
  readonly event: TraceEvent;
  readonly children: OpenNode[];
}

/** What is deeper hangs side by side at this level: readers of JSON recurse. Each event still names its parent. */
const LEVELS_MAX = 100;

/**
 * The tree of a session. An event whose parent is not there hangs under the session, and so does the earliest of a circle;
 * of events with one id the earliest is the parent.
 */
export function eventTree(session: TraceEvent, events: readonly TraceEvent[]): EventNode {
  const inOrder = events.toSorted((a, b) => a.start_time - b.start_time);
  const byParent = new Map<string, TraceEvent[]>();
  for (const event of inOrder) {
    const siblings = byParent.get(event.parent_id ?? session.event_id);
    if (siblings === undefined) byParent.set(event.parent_id ?? session.event_id, [event]);
    else siblings.push(event);
  }
  const root: OpenNode = { event: session, children: [] };
  const known = new Set(inOrder.map(({ event_id }) => event_id)).add(session.event_id);
  const orphans = inOrder.filter(({ parent_id }) => parent_id !== null && !known.has(parent_id));
  const placed = new Set<TraceEvent>();

  const place = (top: OpenNode, first: readonly TraceEvent[]) => {
    const open = [{ node: top, level: 0, below: first }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { node, level, below } = next;
      for (const event of below) {
        if (placed.has(event)) continue;
        placed.add(event);
        const child: OpenNode = { event, children: [] };
        node.children.push(child);
        const grandchildren = byParent.get(event.event_id) ?? [];
        byParent.delete(event.event_id);
        const isDeepest = level + 1 === LEVELS_MAX;
        open.push({ node: isDeepest ? node : child, level: isDeepest ? level : level + 1, below: grandchildren });
      }
    }
  };
  place(root, byParent.get(session.event_id) ?? []);
  place(root, orphans);
  for (const event of inOrder) place(root, [event]);
  root.children.sort((a, b) => a.event.start_time - b.event.start_time);
  return root;
}
