import type { RoutingTable } from './table';
import { preserve } from './tables/preserve';
import { routeOnly } from './tables/route-only';
import { staging } from './tables/staging';

/** The built-in routing tables by name; the first is the default. */
export const ROUTING_TABLES: ReadonlyMap<string, RoutingTable> = new Map(
  [preserve, routeOnly, staging].map((table) => [table.name, table]),
);

/** The table of that name, or undefined when there is none. */
export function getRoutingTable(name: string): RoutingTable | undefined {
  return ROUTING_TABLES.get(name);
}
