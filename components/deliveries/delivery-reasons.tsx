import { formatCount, formatCounted } from '@/components/ui/format-number';
import type { DeliveryDto } from '@/lib/contracts/deliveries';
import { visibleText } from '@/lib/trace/visible-text';

/** Why a request or spans of it were refused, and what else was noted; nothing when there is nothing to say. */
export function DeliveryReasons({ delivery }: { readonly delivery: DeliveryDto }) {
  const { outcome, rejected, reasons, warnings, warningCount } = delivery;
  if (rejected === 0 && warningCount === 0) return null;
  const told = [
    rejected > 0 && formatCounted(rejected, 'span refused', 'spans refused'),
    warningCount > 0 && (outcome === 'refused' ? 'why it was refused' : formatCounted(warningCount, 'warning')),
  ];
  return (
    <details className="mt-1 text-xs" open={outcome === 'refused'}>
      <summary className="cursor-pointer text-ink-muted hover:text-ink">{told.filter(Boolean).join(', ')}</summary>
      <ul className="mt-1 grid gap-1 border-l-2 border-line pl-2.5 text-ink [overflow-wrap:anywhere]">
        {reasons.map(({ ordinal, reason }) => (
          <li key={ordinal}>
            <span className="text-ink-muted">Span at position {formatCount(ordinal)}:</span> {visibleText(reason)}
          </li>
        ))}
        <Rest count={rejected - reasons.length} noun="refused span" />
        {warnings.map((warning, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: warnings may be equal, and their order never changes.
          <li key={place}>{visibleText(warning)}</li>
        ))}
        <Rest count={warningCount - warnings.length} noun="warning" />
      </ul>
    </details>
  );
}

function Rest({ count, noun }: { readonly count: number; readonly noun: string }) {
  return count > 0 ? <li className="text-ink-muted">{formatCounted(count, `more ${noun}`)} not shown</li> : null;
}
