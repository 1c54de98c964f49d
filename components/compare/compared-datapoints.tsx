'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { formatCount, formatCounted } from '@/components/ui/format-number';
import { PagedList } from '@/components/ui/paged-list';
import type { ComparedDatapointDto, ComparisonDto } from '@/lib/contracts/compare';
import { type ComparedPair, comparedDatapointsOptions, pairOf } from '@/lib/query/compare';
import { DATAPOINT_FILTERS } from './compare-params';
import { ComparedDatapointTable } from './compared-datapoint-table';
import { DatapointTrees } from './datapoint-trees';
import { FilterChips } from './filter-chips';
import { useCompareView } from './use-compare-view';

interface ComparedDatapointsProps {
  readonly project: string;
  readonly comparison: ComparisonDto;
  readonly letter: string;
}

/** Datapoints in both runs, most newly missing first; after them, always, those in one run only. */
export function ComparedDatapoints({ project, comparison, letter }: ComparedDatapointsProps) {
  const { view, setView } = useCompareView();
  const { alignment } = comparison;
  const alone = alignment.onlyBase + alignment.onlyRun;
  const only = DATAPOINT_FILTERS.find((filter) => filter === view.only) ?? null;
  const table = { project, pair: pairOf(comparison), letter };

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {view.dp !== null && (
        <DatapointTrees key={view.dp} {...table} datapoint={view.dp} onClose={() => setView({ dp: null })} />
      )}
      {only !== 'unmatched' && (
        <Card aria-label="Datapoints in both runs">
          <CardHeader>
            <CardTitle>Datapoints in both runs</CardTitle>
            <span className="text-xs text-ink-muted">{formatCount(alignment.matched)} aligned</span>
          </CardHeader>
          <FilterChips />
          <MatchedDatapoints {...table} only={only} keyName={view.key} matched={alignment.matched} />
        </Card>
      )}
      {(alone > 0 || only === 'unmatched') && (
        <Card aria-label="Datapoints in one run only">
          <CardHeader>
            <CardTitle>In one run only</CardTitle>
            <span className="text-xs text-ink-muted">
              {formatCount(alignment.onlyBase)} only in A, {formatCount(alignment.onlyRun)} only in {letter}: nothing to
              compare them with
            </span>
          </CardHeader>
          {only === 'unmatched' && <FilterChips />}
          <UnmatchedDatapoints {...table} />
        </Card>
      )}
    </div>
  );
}

interface DatapointListProps {
  readonly project: string;
  readonly pair: ComparedPair;
  readonly letter: string;
}

interface MatchedDatapointsProps extends DatapointListProps {
  readonly only: 'newly-missing' | 'fixed' | 'still-missing' | null;
  readonly keyName: string | null;
  /** Aligned datapoints, narrowed or not. */
  readonly matched: number;
}

function MatchedDatapoints({ only, keyName, matched, ...table }: MatchedDatapointsProps) {
  const { setView } = useCompareView();
  const list = useInfiniteQuery(comparedDatapointsOptions(table.project, table.pair, { only, key: keyName }));
  const rows = list.data?.pages.flatMap((page) => page.datapoints.filter(isMatched));
  const isNarrowed = only !== null || keyName !== null;
  // Those in one run only come last, and have a list of their own.
  const total = isNarrowed ? (list.data?.pages.at(-1)?.total ?? 0) : matched;
  return (
    <PagedList
      list={{ ...list, hasNextPage: list.hasNextPage && (rows?.length ?? 0) < total }}
      count={rows?.length}
      noun="datapoint"
      empty={
        isNarrowed ? (
          <EmptyState
            icon={SearchX}
            title="No datapoint like that"
            action={<Button onClick={() => setView({ only: null, key: null })}>Show all datapoints</Button>}
          >
            No aligned datapoint matches what the list is narrowed to.
          </EmptyState>
        ) : (
          <p className="px-4 py-3 text-ink-muted">No datapoint is in both runs, so none can be put side by side.</p>
        )
      }
    >
      {isNarrowed && (
        <p role="status" className="border-b border-line px-4 py-2 text-xs text-ink-muted">
          {formatCount(total)} of {formatCounted(matched, 'aligned datapoint')} match
        </p>
      )}
      <ComparedDatapointTable {...table} caption="Datapoints in both runs" rows={rows ?? []} />
    </PagedList>
  );
}

function UnmatchedDatapoints(table: DatapointListProps) {
  const list = useInfiniteQuery(comparedDatapointsOptions(table.project, table.pair, { only: 'unmatched' }));
  const rows = list.data?.pages.flatMap((page) => page.datapoints);
  return (
    <PagedList
      list={list}
      count={rows?.length}
      noun="datapoint"
      empty={<p className="px-4 py-3 text-ink-muted">Every datapoint is in both runs.</p>}
    >
      <ComparedDatapointTable {...table} caption="Datapoints in one run only" rows={rows ?? []} isUnmatched />
    </PagedList>
  );
}

function isMatched({ match }: ComparedDatapointDto): boolean {
  return match === 'id' || match === 'inputs';
}
