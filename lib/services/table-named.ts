import 'server-only';
import type { RoutingTable } from '../routing/table';
import { getRoutingTable } from '../routing/tables';

/** The table a project names. @throws Error when there is none: names are checked when they are set. */
export function tableNamed(name: string): RoutingTable {
  const table = getRoutingTable(name);
  if (table === undefined) throw new Error(`there is no routing table called ${JSON.stringify(name)}`);
  return table;
}
