'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { PackageOpen, SearchX } from 'lucide-react';
import Link from 'next/link';
import { useQueryStates } from 'nuqs';
import { DATAPOINT_SORT_NAMES } from '@/components/run/datapoint-sorts';
import { DatapointTable } from '@/components/run/datapoint-table';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { PagedList } from '@/components/ui/paged-list';
import { SearchInput } from '@/components/ui/search-input';
import { SortSelect } from '@/components/ui/sort-select';
import { runsPath, sessionPath } from '@/lib/query/paths';
import { sessionListOptions } from '@/lib/query/sessions';
import { sessionListParams } from './session-list-params';

/** Sessions that belong to no run. */
export function SessionList({ project }: { readonly project: string }) {
  const [{ q, sort }, setParams] = useQueryStates(sessionListParams);
  const list = useInfiniteQuery({
    ...sessionListOptions(project, { q, sort }),
    placeholderData: keepPreviousData,
  });
  const rows = list.data?.pages.flatMap((page) => page.sessions);

  return (
    <Card aria-label="Sessions outside runs">
      <div className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-2.5">
        <SearchInput
          label="Search sessions"
          placeholder="Session id, name, inputs…"
          value={q}
          onSearch={(next) => void setParams({ q: next || null })}
          className="w-full sm:w-80"
        />
        <SortSelect
          label="Sort sessions"
          value={sort}
          options={DATAPOINT_SORT_NAMES}
          onSort={(next) => void setParams({ sort: next })}
        />
      </div>
      <PagedList
        list={list}
        count={rows?.length}
        noun="session"
        empty={
          q === '' ? (
            <EmptyState
              icon={PackageOpen}
              title="Every session belongs to a run"
              action={
                <Button asChild>
                  <Link href={runsPath(project)}>See the runs</Link>
                </Button>
              }
            >
              Spans that name no run, and whose session names none, would be listed here.
            </EmptyState>
          ) : (
            <EmptyState
              icon={SearchX}
              title={`No session matches “${q}”`}
              action={<Button onClick={() => void setParams({ q: null })}>Show all sessions</Button>}
            />
          )
        }
      >
        <DatapointTable
          caption="Sessions outside runs"
          rowName="Session"
          rows={rows ?? []}
          hrefOf={(row) => sessionPath(project, row.sessionId ?? '')}
          detailOf={(row) => row.name}
          sort={sort}
          onSort={(next) => void setParams({ sort: next })}
        />
      </PagedList>
    </Card>
  );
}
