'use client';

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { History, SearchX } from 'lucide-react';
import Link from 'next/link';
import { useQueryStates } from 'nuqs';
import { Button } from '@/components/ui/button';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { formatCounted } from '@/components/ui/format-number';
import { RowsSkeleton } from '@/components/ui/rows-skeleton';
import { Select } from '@/components/ui/select';
import { SortSelect } from '@/components/ui/sort-select';
import { StaleNotice } from '@/components/ui/stale-notice';
import type { RunSummary } from '@/lib/contracts/runs';
import type { KeyHistory } from '@/lib/contracts/structure';
import { historyOptions } from '@/lib/query/history';
import { runsPath } from '@/lib/query/paths';
import { runListOptions } from '@/lib/query/runs';
import { HistoryTable } from './history-table';
import { describeHistory } from './history-words';
import { KeyPicker } from './key-picker';
import { KeyStrip } from './key-strip';
import { keysParams } from './keys-params';
import { TransitionList } from './transition-list';

const ORDER_NAMES = { time: 'Order by start', version: 'Order by client version' } as const;

/** When a key broke: one key over the ordered runs, with every change and its two neighbours. */
export function KeysView({ project }: { readonly project: string }) {
  const [view, setParams] = useQueryStates(keysParams);
  const { key, dataset, name, order } = view;
  const {
    data: history,
    error,
    dataUpdatedAt,
    isPlaceholderData,
    refetch,
  } = useQuery({ ...historyOptions(project, view), placeholderData: keepPreviousData });
  // The newest runs say which datasets and names there are.
  const newest = useInfiniteQuery(runListOptions(project, { sort: '-createdAt' }));
  const runs = newest.data?.pages.flatMap((page) => page.runs) ?? [];

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <header>
        <h1 className="text-lg font-semibold text-ink">When did it break?</h1>
        <p className="mt-0.5 text-ink-muted">
          One key over the runs in order, and every change from good to bad and back.
        </p>
      </header>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <KeyPicker value={key} onPick={(next) => void setParams({ key: next }, { history: 'push' })} />
        <div className="flex min-w-0 flex-wrap items-center gap-2 max-sm:w-full">
          <FilterSelect
            label="Dataset"
            all="All datasets"
            value={dataset}
            values={distinct(runs, 'datasetId')}
            onSelect={(next) => void setParams({ dataset: next }, { history: 'push' })}
          />
          <FilterSelect
            label="Name"
            all="All names"
            value={name}
            values={distinct(runs, 'name')}
            onSelect={(next) => void setParams({ name: next }, { history: 'push' })}
          />
          <SortSelect
            label="Order of the runs"
            value={order}
            options={ORDER_NAMES}
            onSort={(next) => void setParams({ order: next })}
            className="text-xs"
          />
        </div>
      </div>
      {history === undefined ? (
        <Card aria-label="History">
          {error === null ? (
            <RowsSkeleton label="Loading the history" />
          ) : (
            <ErrorState title="The history could not be loaded" detail={error.message} onRetry={() => void refetch()} />
          )}
        </Card>
      ) : (
        <div
          aria-busy={isPlaceholderData}
          className={`grid grid-cols-[minmax(0,1fr)] gap-4 ${isPlaceholderData ? 'opacity-60' : ''}`}
        >
          {error !== null && (
            <StaleNotice detail={error.message} since={dataUpdatedAt} onRetry={() => void refetch()} />
          )}
          <HistoryCards
            project={project}
            history={history}
            isFiltered={dataset !== null || name !== null}
            onClear={() => void setParams({ dataset: null, name: null })}
          />
        </div>
      )}
    </div>
  );
}

function distinct(runs: readonly RunSummary[], member: 'datasetId' | 'name'): readonly string[] {
  return [...new Set(runs.flatMap((run) => run[member] ?? []))].sort();
}

interface FilterSelectProps {
  readonly label: string;
  readonly all: string;
  readonly value: string | null;
  readonly values: readonly string[];
  readonly onSelect: (value: string | null) => void;
}

/** One that a link asks for is offered, however few runs have it. */
function FilterSelect({ label, all, value, values, onSelect }: FilterSelectProps) {
  const options = value === null || values.includes(value) ? values : [...values, value];
  return (
    <Select
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onSelect(event.target.value || null)}
      className="max-w-48 grow text-xs"
    >
      <option value="">{all}</option>
      {options.map((option) => (
        <option key={option} value={option}>
          {option}
        </option>
      ))}
    </Select>
  );
}

interface HistoryCardsProps {
  readonly project: string;
  readonly history: KeyHistory;
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}

function HistoryCards({ project, history, isFiltered, onClear }: HistoryCardsProps) {
  const { runs, transitions, left } = history;
  if (runs.length === 0) {
    return (
      <Card aria-label="History">
        {isFiltered ? (
          <EmptyState
            icon={SearchX}
            title="No run has this dataset and name"
            action={<Button onClick={onClear}>Show all runs</Button>}
          />
        ) : (
          <EmptyState
            icon={History}
            title="No runs in this project yet"
            action={
              <Button asChild>
                <Link href={runsPath(project)}>See the runs</Link>
              </Button>
            }
          >
            The history of a key is drawn from the runs in which it was judged.
          </EmptyState>
        )}
      </Card>
    );
  }
  return (
    <>
      <Card aria-label="History">
        <CardHeader>
          <CardTitle className="text-base font-medium [overflow-wrap:anywhere]">{describeHistory(history)}</CardTitle>
        </CardHeader>
        <CardBody className="px-2 py-3">
          {runs.every(({ state }) => state === 'unknown') ? (
            <EmptyState title="Nothing to draw" className="py-6">
              Check the spelling: a sent key is named as in a comparison, such as{' '}
              <code className="font-mono">honeyhive_metadata.run_id</code>. Spans that belong to no run are not judged.
            </EmptyState>
          ) : (
            <KeyStrip project={project} history={history} />
          )}
        </CardBody>
        {transitions.length > 0 && (
          <div className="border-t border-line">
            <TransitionList project={project} history={history} />
          </div>
        )}
      </Card>
      <Card aria-label="Runs">
        <HistoryTable project={project} history={history} />
        <p className="border-t border-line px-4 py-2.5 text-xs text-ink-muted">
          {formatCounted(runs.length, 'run')}
          {left > 0 && `, ${formatCounted(left, 'older run')} ${left === 1 ? 'is' : 'are'} not shown`}
        </p>
      </Card>
    </>
  );
}
