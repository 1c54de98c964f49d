'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import type { TrendChartProps, TrendPoint } from '@/components/charts/trend-chart';
import { TrendLegend } from '@/components/charts/trend-legend';
import { completenessOf } from '@/components/state/share-bar';
import { Button } from '@/components/ui/button';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { formatShare } from '@/components/ui/format-number';
import { formatInstant } from '@/components/ui/relative-time';
import { Select } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeaderCell, Table, TableRow } from '@/components/ui/table';
import type { RunSummary } from '@/lib/contracts/runs';
import { runPath } from '@/lib/query/paths';
import { runListOptions } from '@/lib/query/runs';
import { keyNamesOf } from './key-names';
import { runListParams } from './run-list-params';
import { trendGroups } from './trend-groups';

// The chart library is larger than the rest of the page: it comes after the table.
const TrendChart = dynamic<TrendChartProps>(
  () => import('@/components/charts/trend-chart').then((module) => module.TrendChart),
  { ssr: false, loading: () => <Skeleton className="h-full" /> },
);

/** Newest first, as the list opens: its first page says which groups there are. */
const NEWEST = { sort: '-createdAt' } as const;

/** How complete each key was over the last runs of one dataset or name. */
export function TrendCard({ project }: { readonly project: string }) {
  const router = useRouter();
  const [{ trend }, setParams] = useQueryStates(runListParams);
  const [asTable, setAsTable] = useState(false);
  const newest = useInfiniteQuery(runListOptions(project, NEWEST));
  const groups = trendGroups(newest.data?.pages.flatMap((page) => page.runs) ?? [], trend);
  const group = groups.find((candidate) => candidate.id === trend) ?? groups[0];
  const members = useInfiniteQuery({
    ...runListOptions(project, { ...NEWEST, ...group?.filter }),
    enabled: newest.data !== undefined,
  });
  const runs = members.data?.pages[0]?.runs.toReversed() ?? [];
  const keys = keyNamesOf(runs);

  if (newest.data?.pages[0]?.runs.length === 0) return null;
  return (
    <Card aria-label="Trend">
      <CardHeader>
        <CardTitle>Complete spans per key</CardTitle>
        <TrendLegend series={keys} />
        <div className="flex min-w-0 items-center gap-2 max-sm:w-full">
          <Select
            aria-label="Runs in the trend"
            value={group?.id ?? 'all'}
            onChange={(event) => void setParams({ trend: event.target.value })}
            className="max-w-64 grow text-xs"
          >
            {groups.map((option) => (
              <option key={option.id} value={option.id}>
                {option.label}
              </option>
            ))}
          </Select>
          <Button aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {asTable ? 'As chart' : 'As table'}
          </Button>
        </div>
      </CardHeader>
      {asTable ? (
        <TrendTable project={project} runs={runs} keys={keys} />
      ) : (
        <div className="h-44 px-2 py-2">
          {members.isPending ? (
            <Skeleton className="h-full" />
          ) : (
            <TrendChart
              series={keys}
              points={runs.map((run) => pointOf(run, keys))}
              onOpen={(runId) => router.push(runPath(project, runId))}
            />
          )}
        </div>
      )}
    </Card>
  );
}

function pointOf(run: RunSummary, keys: readonly string[]): TrendPoint {
  const client = run.client === null ? '' : ` · ${run.client.name} ${run.client.version}`;
  return {
    id: run.runId,
    title: run.name ?? run.runId.slice(0, 8),
    detail: `${formatInstant(new Date(run.createdAt))}${client}`,
    values: keys.map((key) => {
      const counts = run.attribution[key];
      if (counts === undefined) return null;
      const { present, applicable } = completenessOf(counts);
      return applicable === 0 ? null : (present / applicable) * 100;
    }),
  };
}

interface TrendTableProps {
  readonly project: string;
  readonly runs: readonly RunSummary[];
  readonly keys: readonly string[];
}

function TrendTable({ project, runs, keys }: TrendTableProps) {
  return (
    <div className="max-h-72 overflow-y-auto">
      <Table>
        <caption className="sr-only">Share of complete spans per key, oldest run first</caption>
        <thead>
          <tr>
            <HeaderCell>Run</HeaderCell>
            <HeaderCell className="hidden sm:table-cell">Started</HeaderCell>
            {keys.map((key) => (
              <HeaderCell key={key} className="text-right font-mono font-normal">
                {key}
              </HeaderCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <TableRow key={run.runId}>
              <Cell className="h-8">
                <Link href={runPath(project, run.runId)} className="link">
                  {run.name ?? run.runId.slice(0, 8)}
                </Link>
              </Cell>
              <Cell className="hidden h-8 whitespace-nowrap text-ink-muted sm:table-cell">
                {formatInstant(new Date(run.createdAt))}
              </Cell>
              {keys.map((key) => (
                <Cell key={key} className="h-8 text-right">
                  {shareText(run, key)}
                </Cell>
              ))}
            </TableRow>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function shareText(run: RunSummary, key: string): string {
  const counts = run.attribution[key];
  if (counts === undefined) return '–';
  const { present, applicable } = completenessOf(counts);
  return applicable === 0 ? '–' : formatShare(present, applicable);
}
