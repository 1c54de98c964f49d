import type { TraceEvent } from '../domain/event';
import type { JsonObject } from '../domain/json';
import type { Span } from '../domain/span';
import { sameValue } from './compare-values';
import { routeSpan } from './route-span';
import type { RoutingTable } from './table';

/**
 * The first of the tables that stores a span as it is stored; null when none does, because the event was changed after
 * it was routed, or was routed by a table that is not known here. A project's table may have been another one when the
 * span came, so the stored event itself is asked.
 */
export function tableBehind(span: Span, stored: TraceEvent, tables: Iterable<RoutingTable>): RoutingTable | null {
  const identity = { sessionId: stored.session_id, project: stored.project };
  for (const table of tables) {
    if (sameValue(asJson(routeSpan(span, table, identity)), asJson(stored))) return table;
  }
  return null;
}

function asJson(event: TraceEvent): JsonObject {
  return { ...event };
}
