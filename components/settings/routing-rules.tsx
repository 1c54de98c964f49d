import { Badge } from '@/components/ui/badge';
import { Cell, HeaderCell, Table, TableRow } from '@/components/ui/table';
import type { RoutingTableDto } from '@/lib/contracts/routing-tables';

type Rule = RoutingTableDto['rules'][number];

/** A routing table, read-only: the first line that applies to a key decides. */
export function RoutingRules({ table }: { readonly table: RoutingTableDto }) {
  return (
    <Table className="text-xs">
      <caption className="sr-only">Rules of the routing table {table.name}, in the order in which they decide</caption>
      <thead>
        <tr>
          <HeaderCell className="w-10 text-right">#</HeaderCell>
          <HeaderCell className="lg:min-w-80">Sent key</HeaderCell>
          <HeaderCell className="lg:min-w-72">Stored in</HeaderCell>
          <HeaderCell className="hidden md:table-cell">Note</HeaderCell>
        </tr>
      </thead>
      <tbody>
        {table.rules.map((rule, index) => (
          <TableRow key={ruleId(rule)} className="[&>td]:align-top">
            <Cell className="h-9 text-right text-ink-muted">{index + 1}</Cell>
            <Cell className="h-9 font-mono [overflow-wrap:anywhere]">
              {rule.from}
              {rule.when !== null && <Badge className="ml-1.5 font-sans">if {rule.when}</Badge>}
            </Cell>
            <Cell className="h-9 font-mono [overflow-wrap:anywhere]">
              {rule.to.map((place) => (
                <span key={place} className="block">
                  {place}
                </span>
              ))}
              {rule.copies.map((place) => (
                <span key={place} className="block text-ink-muted">
                  {place} <span className="font-sans">(if free)</span>
                </span>
              ))}
              {rule.as !== null && <Badge className="font-sans">as {rule.as}</Badge>}
            </Cell>
            <Cell className="hidden h-9 text-ink-muted md:table-cell">{rule.note}</Cell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

function ruleId(rule: Rule): string {
  return JSON.stringify([rule.from, rule.when, rule.to, rule.as, rule.omit]);
}
