'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { PackageOpen, SearchX, X } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { ATTRIBUTION_LOOKS, CUSTODY_LOOKS } from '@/components/state/states';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { HeldRows } from '@/components/ui/held-rows';
import { PagedList } from '@/components/ui/paged-list';
import { SearchInput } from '@/components/ui/search-input';
import { SortSelect } from '@/components/ui/sort-select';
import { useSteadyRows } from '@/components/ui/use-steady-rows';
import { datapointPath, sessionPath } from '@/lib/query/paths';
import { datapointListOptions } from '@/lib/query/runs';
import { AbsentDatapoints } from './absent-datapoints';
import { DATAPOINT_SORT_NAMES } from './datapoint-sorts';
import { DatapointTable } from './datapoint-table';
import { runParams } from './run-params';

interface DatapointListProps {
  readonly project: string;
  readonly runId: string;
  /** True while the server tells of every change: then nobody needs to ask. */
  readonly isLive: boolean;
}

/** The sessions of a run, worst first, narrowed by the counters above and by the search. */
export function DatapointList({ project, runId, isLive }: DatapointListProps) {
  const [{ q, sort, key, state }, setParams] = useQueryStates(runParams);
  const list = useInfiniteQuery({
    ...datapointListOptions(project, runId, { q, sort, key, state }),
    placeholderData: keepPreviousData,
    ...(isLive && { refetchInterval: false }),
  });
  const rows = list.data?.pages.flatMap((page) => page.datapoints);
  const steady = useSteadyRows(
    rows ?? [],
    (row) => row.sessionId ?? `absent ${row.datapointId}`,
    JSON.stringify([q, sort, key, state]),
  );
  const absent = list.data?.pages[0]?.absent ?? [];
  const looks = new Map(Object.entries({ ...ATTRIBUTION_LOOKS, ...CUSTODY_LOOKS }));
  const filterName = state === null ? null : [key, looks.get(state)?.name].filter(Boolean).join(': ');
  const isFiltered = q !== '' || filterName !== null;
  const clear = () => void setParams({ q: null, key: null, state: null });

  return (
    <>
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2.5">
        <SearchInput
          label="Search datapoints"
          placeholder="Datapoint id, session id, inputs…"
          value={q}
          onSearch={(next) => void setParams({ q: next || null })}
          className="w-full sm:w-80"
        />
        <SortSelect
          label="Sort datapoints"
          value={sort}
          options={DATAPOINT_SORT_NAMES}
          onSort={(next) => void setParams({ sort: next })}
        />
        {filterName !== null && (
          <Button onClick={() => void setParams({ key: null, state: null })}>
            Only with {filterName}
            <X aria-hidden />
            <span className="sr-only">(remove this filter)</span>
          </Button>
        )}
      </div>
      <PagedList
        list={list}
        count={rows?.length}
        noun="datapoint"
        empty={
          isFiltered ? (
            <EmptyState
              icon={SearchX}
              title="No datapoint matches"
              action={<Button onClick={clear}>Show all datapoints</Button>}
            >
              {[filterName && `The filter is “${filterName}”.`, q && `The search is “${q}”.`].filter(Boolean).join(' ')}
            </EmptyState>
          ) : (
            <EmptyState icon={PackageOpen} title="No session of this run has arrived">
              The run was announced, but nothing was stored for it. Check that the client’s exporter points here, and
              look in its log for refused exports.
            </EmptyState>
          )
        }
      >
        <HeldRows steady={steady} noun="row">
          <DatapointTable
            caption="Datapoints of the run"
            rowName="Datapoint"
            rows={steady.rows}
            hrefOf={(row) =>
              row.datapointId === null
                ? sessionPath(project, row.sessionId ?? '')
                : datapointPath(project, runId, row.datapointId, { session: row.sessionId })
            }
            detailOf={(row) => (row.sessionId === null ? 'no session' : `session ${row.sessionId.slice(0, 8)}`)}
            sort={sort}
            onSort={(next) => void setParams({ sort: next })}
          />
        </HeldRows>
      </PagedList>
      {absent.length > 0 && <AbsentDatapoints ids={absent} />}
    </>
  );
}
