import { formatCount, formatCounted } from '@/components/ui/format-number';
import type { Rows } from '@/lib/trace/flatten-rows';

interface TreeCountsProps {
  readonly rows: Rows;
  /** What may hide spans now. */
  readonly hiddenBy: { readonly search: boolean; readonly onlyProblems: boolean };
  /** What is still open about the search. */
  readonly note: string | null;
}

/** Where every span is: in a row, hidden (by what), or below a closed row. The numbers add up. */
export function TreeCounts({ rows, hiddenBy, note }: TreeCountsProps) {
  const folded = rows.spanCount - rows.shown - rows.hidden;
  const parts = [
    formatCounted(rows.spanCount, 'span'),
    (rows.hidden > 0 || folded > 0) && `${formatCount(rows.shown)} shown`,
    rows.hidden > 0 && `${formatCount(rows.hidden)} hidden by ${nameOf(hiddenBy)}`,
    folded > 0 && `${formatCount(folded)} in closed rows`,
    note,
  ].filter((part) => typeof part === 'string');
  return (
    <p role="status" className="border-b border-line px-3 py-1.5 text-xs text-ink-muted">
      {parts.join(' · ')}
    </p>
  );
}

function nameOf({ search, onlyProblems }: TreeCountsProps['hiddenBy']): string {
  if (search && onlyProblems) return '“only problems” and the search';
  return search ? 'the search' : '“only problems”';
}
