import { formatCount, formatCounted } from '@/components/ui/format-number';
import { RelativeTime } from '@/components/ui/relative-time';
import { Cell, HeaderCell, Table, TableRow } from '@/components/ui/table';
import type { DeliveryDto } from '@/lib/contracts/deliveries';
import { visibleText } from '@/lib/trace/visible-text';
import { DeliveryReasons } from './delivery-reasons';
import { formatBytes } from './format-bytes';
import { OutcomeMark } from './outcome-mark';

/** One row a request. On narrow screens the columns fold into the first one. */
export function DeliveryTable({ rows }: { readonly rows: readonly DeliveryDto[] }) {
  return (
    <Table>
      <caption className="sr-only">Requests, newest first</caption>
      <thead>
        <tr>
          <HeaderCell>Request</HeaderCell>
          <HeaderCell className="hidden md:table-cell">Received</HeaderCell>
          <HeaderCell className="hidden lg:table-cell">Client</HeaderCell>
          <HeaderCell className="hidden text-right md:table-cell">On the wire</HeaderCell>
          <HeaderCell>Answer</HeaderCell>
          <HeaderCell className="hidden text-right sm:table-cell">New spans</HeaderCell>
          <HeaderCell className="hidden text-right sm:table-cell">Known</HeaderCell>
          <HeaderCell className="hidden text-right sm:table-cell">Refused</HeaderCell>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <TableRow key={row.id} className="[&>td]:align-top [&>td]:py-2.5">
            <Cell className="w-full max-w-0">
              <p className="flex min-w-0 gap-2 font-mono text-xs leading-5">
                <span className="shrink-0 text-ink-muted">{visibleText(row.method)}</span>
                <span className="truncate text-ink" title={visibleText(row.path)}>
                  {visibleText(row.path)}
                </span>
              </p>
              <p className="mt-0.5 text-xs text-ink-muted lg:hidden">
                <span className="md:hidden">
                  <RelativeTime iso={row.receivedAt} /> · {formatBytes(row.wireBytes)} ·{' '}
                </span>
                {clientName(row)}
              </p>
              <p className="mt-0.5 text-xs text-ink-muted sm:hidden">{spansText(row)}</p>
              <DeliveryReasons delivery={row} />
            </Cell>
            <Cell className="hidden whitespace-nowrap text-ink-muted md:table-cell">
              <RelativeTime iso={row.receivedAt} />
            </Cell>
            <Cell className="hidden lg:table-cell">
              <span className="block max-w-48 truncate" title={titleOf(row)}>
                {clientName(row)}
              </span>
            </Cell>
            <Cell className="hidden whitespace-nowrap text-right md:table-cell" title={formOf(row)}>
              {formatBytes(row.wireBytes)}
            </Cell>
            <Cell className="max-sm:text-xs sm:whitespace-nowrap">
              <OutcomeMark delivery={row} />
            </Cell>
            <CountCell count={row.accepted} />
            <CountCell count={row.duplicated} />
            <CountCell count={row.rejected} isBad />
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

function CountCell({ count, isBad = false }: { readonly count: number; readonly isBad?: boolean }) {
  const look = count === 0 ? 'text-ink-muted' : isBad ? 'font-medium text-state-missing' : '';
  return <Cell className={`hidden text-right sm:table-cell ${look}`}>{formatCount(count)}</Cell>;
}

function clientName({ client, userAgent }: DeliveryDto): string {
  if (client !== null) return visibleText(`${client.name} ${client.version}`);
  return userAgent === null ? 'client unknown' : visibleText(userAgent);
}

/** The client as it is shown, and what else it says of itself. */
function titleOf(row: DeliveryDto): string {
  return [clientName(row), visibleText(row.userAgent ?? '')].filter(Boolean).join(' · ');
}

function spansText({ accepted, duplicated, rejected }: DeliveryDto): string {
  if (accepted + duplicated + rejected === 0) return 'no spans';
  return `${formatCounted(accepted, 'new span')}, ${formatCount(duplicated)} known, ${formatCount(rejected)} refused`;
}

/** Kind of the body, for the title of its size. */
function formOf({ contentType, contentEncoding }: DeliveryDto): string {
  return visibleText([contentType || 'no body', contentEncoding].filter(Boolean).join(', '));
}
