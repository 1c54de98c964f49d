import 'server-only';
import type { RoutingTableList } from '../contracts/routing-tables';
import type { RoutingRule } from '../routing/table';
import { ROUTING_TABLES } from '../routing/tables';

/** Every routing table with its rules, in the order in which they decide. */
export function listRoutingTables(): RoutingTableList {
  return {
    tables: [...ROUTING_TABLES.values()].map(({ name, description, rules, announces }) => ({
      name,
      description,
      rules: rules.map(toRule),
      announces: [...announces],
    })),
  };
}

function toRule(rule: RoutingRule): RoutingTableList['tables'][number]['rules'][number] {
  return {
    from: rule.from,
    when: rule.when ?? null,
    to: [...rule.to],
    copies: [...(rule.copies ?? [])],
    as: rule.as ?? null,
    omit: [...(rule.omit ?? [])],
    flat: rule.flat ?? false,
    prefixWith: rule.prefixWith ?? null,
    yieldsToStatus: rule.yieldsToStatus ?? false,
    note: rule.note,
    source: rule.source,
  };
}
