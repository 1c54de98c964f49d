import { formatCount, formatCounted } from '@/components/ui/format-number';
import type { DeliveryDto } from '@/lib/contracts/deliveries';

interface DeliveryTotalsProps {
  /** The requests that are shown. */
  readonly rows: readonly DeliveryDto[];
  /** Requests looked through for them; more than are shown when only refused ones are. */
  readonly searched: number;
  readonly hasMore: boolean;
}

/** What the shown requests add up to, and what is not in it. */
export function DeliveryTotals({ rows, searched, hasMore }: DeliveryTotalsProps) {
  const sum = (count: (row: DeliveryDto) => number) => rows.reduce((total, row) => total + count(row), 0);
  const outcomes = [
    `${formatCount(rows.filter(({ outcome }) => outcome === 'accepted').length)} taken`,
    `${formatCount(rows.filter(({ outcome }) => outcome === 'partial').length)} partly refused`,
    `${formatCount(rows.filter(({ outcome }) => outcome === 'refused').length)} refused`,
  ];
  const [accepted, duplicated, rejected] = [
    sum((row) => row.accepted),
    sum((row) => row.duplicated),
    sum((row) => row.rejected),
  ];
  const others = searched - rows.length;
  return (
    <p className="px-4 py-2 text-xs text-ink-muted">
      <Total>{formatCounted(rows.length, 'request')}</Total>: {outcomes.join(', ')}.{' '}
      <Total>{formatCounted(accepted + duplicated + rejected, 'span')}</Total> in them: {formatCount(accepted)} new,{' '}
      {formatCount(duplicated)} known already, {formatCount(rejected)} refused; what was in requests refused whole is
      not counted.
      {others > 0 && ` ${formatCounted(others, 'request')} taken whole ${others === 1 ? 'is' : 'are'} left out.`}
      {hasMore && ' Older requests are not counted yet.'}
    </p>
  );
}

function Total({ children }: { readonly children: string }) {
  return <span className="font-medium text-ink">{children}</span>;
}
