'use client';

import { SearchX } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { formatCount, formatCounted } from '@/components/ui/format-number';
import { LoadMore } from '@/components/ui/load-more';
import type { ComparedRow, ComparisonDto } from '@/lib/contracts/compare';
import { type JoinedCell, joinCells } from '@/lib/report/join-cells';
import { CELL_LOOKS } from './cell-looks';
import { CellTable } from './cell-table';
import type { CompareView } from './compare-params';
import { FilterChips } from './filter-chips';
import { useCompareView } from './use-compare-view';

/** So many rows are drawn at first, and with every press of the button. */
const ROWS_AT_ONCE = 50;

interface ChangedCellsProps {
  readonly project: string;
  readonly comparison: ComparisonDto;
  readonly letter: string;
}

/** What changed where: the paths on which a key differs or is bad, gravest first. */
export function ChangedCells({ project, comparison, letter }: ChangedCellsProps) {
  const { view, setView } = useCompareView();
  const { rows, rowCount } = comparison;
  const matching = rows.filter((row) => matches(row, view));
  const words = [view.only !== null && view.only !== 'unmatched' && CELL_LOOKS[view.only].name, view.key].filter(
    Boolean,
  );
  return (
    <Card aria-label="What changed where">
      <CardHeader>
        <CardTitle>What changed where</CardTitle>
        <span className="text-xs text-ink-muted">
          {rowCount > rows.length
            ? `the ${formatCount(rows.length)} gravest of ${formatCount(rowCount)} entries`
            : formatCounted(rowCount, 'entry', 'entries')}
          ; keys that fared alike share a row
        </span>
      </CardHeader>
      <FilterChips />
      {matching.length === 0 ? (
        words.length > 0 ? (
          <EmptyState
            icon={SearchX}
            title={`Nothing with ${words.join(', ')}`}
            action={<Button onClick={() => setView({ only: null, key: null })}>Show everything</Button>}
          >
            {rowCount > rows.length && `Only the ${formatCount(rows.length)} gravest entries are listed here.`}
          </EmptyState>
        ) : (
          <p className="px-4 py-3 text-ink-muted">Every key is good on every path that both runs have.</p>
        )
      ) : (
        <PagedCells
          key={`${view.only}:${view.key}`}
          project={project}
          comparison={comparison}
          letter={letter}
          cells={joinCells(matching)}
        />
      )}
    </Card>
  );
}

function matches(row: ComparedRow, { only, key }: CompareView): boolean {
  return (only === null || row.state === only) && (key === null || row.key === key);
}

function PagedCells({ cells, ...shared }: ChangedCellsProps & { readonly cells: readonly JoinedCell[] }) {
  const [shown, setShown] = useState(ROWS_AT_ONCE);
  return (
    <>
      <CellTable {...shared} cells={cells.slice(0, shown)} />
      <LoadMore
        shown={formatCounted(Math.min(shown, cells.length), 'row')}
        hasMore={cells.length > shown}
        isLoading={false}
        onLoad={() => setShown(shown + ROWS_AT_ONCE)}
      />
    </>
  );
}
