import { formatCount, formatCounted } from '@/components/ui/format-number';
import type { GapRow } from '@/lib/trace/flatten-rows';

/** What a filter left out here. A hidden problem is never hidden silently. */
export function GapText({ row }: { readonly row: GapRow }) {
  return (
    <span className="truncate pl-1.5 italic text-ink-muted">
      {formatCounted(row.hidden, 'span')} hidden
      {row.hiddenProblems > 0 && (
        <span className="font-medium not-italic text-state-missing">
          , {formatCount(row.hiddenProblems)} of them with a problem
        </span>
      )}
    </span>
  );
}
