'use client';

import { useQuery } from '@tanstack/react-query';
import { CellStateMark } from '@/components/compare/cell-state-mark';
import { ErrorState } from '@/components/ui/error-state';
import { formatCount, formatCounted } from '@/components/ui/format-number';
import { Cell, HeaderCell, Table, TableRow } from '@/components/ui/table';
import type { ComparedRow } from '@/lib/contracts/compare';
import type { SnapshotPreview } from '@/lib/contracts/snapshots';
import { type ShareWish, snapshotPreviewOptions } from '@/lib/query/snapshots';

const ROWS_MAX = 8;

interface SharePreviewProps {
  readonly project: string;
  readonly wish: ShareWish;
  /** True when the patterns were changed since. */
  readonly isOutdated: boolean;
}

/** The sentence and the table as whoever gets the link will read them, and what is replaced. */
export function SharePreview({ project, wish, isOutdated }: SharePreviewProps) {
  const { data, error, isPlaceholderData, refetch } = useQuery(snapshotPreviewOptions(project, wish));
  return (
    <section
      aria-label="Preview"
      aria-busy={data === undefined && error === null}
      className="min-w-0 overflow-hidden rounded-lg border border-line bg-well"
    >
      {error !== null && (
        <ErrorState
          title="There is no preview"
          detail={error.message}
          onRetry={() => void refetch()}
          className="px-4 py-6"
        />
      )}
      {error === null && data === undefined && (
        <p role="status" className="px-4 py-3 text-ink-muted">
          Comparing and looking for secrets…
        </p>
      )}
      {error === null && data !== undefined && (
        <div className={isPlaceholderData || isOutdated ? 'opacity-60' : ''}>
          <Contents {...data} />
        </div>
      )}
      <p role="status" className="border-t border-line px-4 py-2 text-xs text-state-malformed empty:hidden">
        {isOutdated && 'The keys were changed since: preview again to see what is replaced now.'}
      </p>
    </section>
  );
}

function Contents({ contents, replaced }: SnapshotPreview) {
  const { sentence, rows, rowCount } = contents.comparison;
  const shown = rows.slice(0, ROWS_MAX);
  return (
    <>
      <p className="px-4 py-3 font-medium text-ink [overflow-wrap:anywhere]">{sentence}</p>
      {shown.length > 0 && (
        <Table>
          <caption className="sr-only">What differs or is missing, gravest first</caption>
          <thead>
            <tr>
              <HeaderCell className="w-full">Key and place</HeaderCell>
              <HeaderCell>State</HeaderCell>
              <HeaderCell className="text-right">Datapoints</HeaderCell>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <TableRow key={`${row.kind} ${row.path} ${row.key}`}>
                <Cell className="max-w-0">
                  <span className="block truncate font-mono text-xs" title={row.key}>
                    {row.key}
                  </span>
                  <span className="block truncate text-xs text-ink-muted" title={row.text}>
                    {row.text}
                  </span>
                </Cell>
                <Cell>
                  <CellStateMark state={row.state} className="text-xs" />
                </Cell>
                <Cell className="text-right text-xs">{formatCount(datapointsOf(row))}</Cell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
      {rowCount > shown.length && (
        <p className="border-t border-line px-4 py-2 text-xs text-ink-muted">
          and {formatCounted(rowCount - shown.length, 'row')} more, with findings, tree, datapoints and examples
        </p>
      )}
      <Replaced replaced={replaced} count={contents.redaction.replaced} />
    </>
  );
}

function datapointsOf({ datapoints: { newlyMissing, fixed, stillMissing } }: ComparedRow): number {
  return newlyMissing + fixed + stillMissing;
}

function Replaced({ replaced, count }: { readonly replaced: SnapshotPreview['replaced']; readonly count: number }) {
  if (count === 0)
    return <p className="border-t border-line px-4 py-2 text-xs text-ink-muted">No value is replaced.</p>;
  return (
    <details open={count <= ROWS_MAX} className="border-t border-line px-4 py-2 text-xs">
      <summary className="cursor-pointer text-ink">{formatCounted(count, 'value')} replaced</summary>
      <ul className="mt-1.5 grid max-h-40 gap-1 overflow-y-auto">
        {replaced.map(({ where, reason, placeholder }) => (
          <li key={`${where} ${placeholder}`} className="min-w-0 text-ink-muted [overflow-wrap:anywhere]">
            <span className="font-mono text-ink">{where}</span>: {reason}, reads{' '}
            <span className="font-mono">{placeholder}</span>
          </li>
        ))}
      </ul>
      {count > replaced.length && (
        <p className="mt-1 text-ink-muted">and {formatCounted(count - replaced.length, 'value')} more</p>
      )}
    </details>
  );
}
