'use client';

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Luggage, SearchX } from 'lucide-react';
import Link from 'next/link';
import { useQueryStates } from 'nuqs';
import { DeletedNotice } from '@/components/deletion/deleted-notice';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { PagedList } from '@/components/ui/paged-list';
import { SearchInput } from '@/components/ui/search-input';
import { SortSelect } from '@/components/ui/sort-select';
import { baselineListOptions } from '@/lib/query/baselines';
import { sessionsPath } from '@/lib/query/paths';
import { runListOptions } from '@/lib/query/runs';
import { runListParams } from './run-list-params';
import { RUN_SORT_NAMES } from './run-sorts';
import { RunTable } from './run-table';
import { RunTableSkeleton } from './run-table-skeleton';
import { SelectionBar } from './selection-bar';
import { TrendCard } from './trend-card';
import { useRunSelection } from './use-run-selection';

/** Every run of a project: trend, search, table. */
export function RunList({ project }: { readonly project: string }) {
  const [{ q, sort }, setParams] = useQueryStates(runListParams);
  const list = useInfiniteQuery({
    ...runListOptions(project, { q, sort }),
    placeholderData: keepPreviousData,
  });
  const runs = list.data?.pages.flatMap((page) => page.runs);
  const pinned = useQuery(baselineListOptions(project));
  const baselineIds = new Set(pinned.data?.baselines.map(({ runId }) => runId));
  const selection = useRunSelection();

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <DeletedNotice />
      <TrendCard project={project} />
      <Card aria-label="Runs">
        <div className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-2.5">
          <SearchInput
            label="Search runs"
            placeholder="Name, id, dataset or client"
            value={q}
            onSearch={(next) => void setParams({ q: next || null })}
            className="w-full sm:w-80"
          />
          <SortSelect
            label="Sort runs"
            value={sort}
            options={RUN_SORT_NAMES}
            onSort={(next) => void setParams({ sort: next })}
            className="md:hidden"
          />
          <Link href={sessionsPath(project)} className="link ml-auto text-xs">
            Sessions outside runs
          </Link>
        </div>
        <PagedList
          list={list}
          count={runs?.length}
          noun="run"
          skeleton={<RunTableSkeleton />}
          empty={<NoRuns project={project} q={q} onClear={() => void setParams({ q: null })} />}
        >
          <RunTable
            project={project}
            runs={runs ?? []}
            sort={sort}
            onSort={(next) => void setParams({ sort: next })}
            selection={selection}
            baselineIds={baselineIds}
          />
        </PagedList>
        <SelectionBar project={project} selection={selection} />
      </Card>
    </div>
  );
}

function NoRuns({ project, q, onClear }: { project: string; q: string; onClear: () => void }) {
  if (q !== '') {
    return (
      <EmptyState
        icon={SearchX}
        title={`No run matches “${q}”`}
        action={<Button onClick={onClear}>Show all runs</Button>}
      >
        The search looks at names, run ids, dataset ids and client versions.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={Luggage}
      title="No runs in this project yet"
      action={
        <Button asChild>
          <Link href={sessionsPath(project)}>See sessions outside runs</Link>
        </Button>
      }
    >
      A run appears when a client starts one with <code className="font-mono">evaluate()</code>, or when spans name a
      run. Spans without a run are listed as sessions.
    </EmptyState>
  );
}
