'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import type { ReactNode } from 'react';
import { DeleteRun } from '@/components/deletion/delete-run';
import { DeletedNotice } from '@/components/deletion/deleted-notice';
import { FindingList } from '@/components/findings/finding-list';
import { RunStatusLabel } from '@/components/runs/run-status-label';
import { verdictOf } from '@/components/runs/run-verdict';
import { VerdictMark } from '@/components/runs/verdict-mark';
import { Breadcrumbs } from '@/components/shell/breadcrumbs';
import { Badge } from '@/components/ui/badge';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { CopyableId } from '@/components/ui/copyable-id';
import { ErrorState } from '@/components/ui/error-state';
import { formatCount, formatCounted } from '@/components/ui/format-number';
import { RelativeTime } from '@/components/ui/relative-time';
import { RowsSkeleton } from '@/components/ui/rows-skeleton';
import { StaleNotice } from '@/components/ui/stale-notice';
import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs';
import type { RunDetail } from '@/lib/contracts/runs';
import { runsPath } from '@/lib/query/paths';
import { runDetailOptions } from '@/lib/query/runs';
import { DatapointList } from './datapoint-list';
import { Freshness } from './freshness';
import { RUN_TABS, type RunTab, runParams } from './run-params';
import { AttributionCounters, CustodyCounters, type StateFilter } from './state-counters';

interface RunOverviewProps {
  readonly project: string;
  readonly runId: string;
}

/** One run: its verdict in words, counters that filter, datapoints and findings. */
export function RunOverview({ project, runId }: RunOverviewProps) {
  const [params, setParams] = useQueryStates(runParams);
  const { data: run, error, dataUpdatedAt, refetch } = useQuery(runDetailOptions(project, runId));
  if (run === undefined) {
    return error === null ? (
      <RowsSkeleton label="Loading the run" />
    ) : (
      <ErrorState title="The run could not be loaded" detail={error.message} onRetry={() => void refetch()} />
    );
  }

  const counters = {
    run,
    filter: { key: params.key, state: params.state },
    onFilter: (next: StateFilter) => void setParams({ ...next, tab: null }, { history: 'push' }),
  };

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <DeletedNotice />
      <RunHeader project={project} run={run} checkedAt={dataUpdatedAt} />
      {error !== null && <StaleNotice detail={error.message} since={dataUpdatedAt} onRetry={() => void refetch()} />}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Card aria-label="Attribution">
          <CardHeader>
            <CardTitle>Spans by key</CardTitle>
            <span className="text-xs text-ink-muted">{formatCounted(run.spans, 'span')}</span>
          </CardHeader>
          <AttributionCounters {...counters} />
        </Card>
        <Card aria-label="Custody">
          <CardHeader>
            <CardTitle>Sent keys</CardTitle>
            <span className="text-xs text-ink-muted">
              contract <span className="font-mono text-ink">{run.contract}</span> · routing{' '}
              <span className="font-mono text-ink">{run.routing}</span>
            </span>
          </CardHeader>
          <CardBody className="p-3">
            <CustodyCounters {...counters} />
          </CardBody>
        </Card>
      </div>
      <Tabs value={params.tab} onValueChange={(tab) => void setParams({ tab: tab as RunTab }, { history: 'push' })}>
        <TabList aria-label="Parts of the run">
          <Tab value={RUN_TABS[0]}>
            Datapoints <Badge>{formatCount(run.datapoints)}</Badge>
          </Tab>
          <Tab value={RUN_TABS[1]}>
            Findings <Badge tone={run.findingCount > 0 ? 'bad' : 'neutral'}>{formatCount(run.findingCount)}</Badge>
          </Tab>
        </TabList>
        <TabPanel value={RUN_TABS[0]}>
          <Card aria-label="Datapoints">
            <DatapointList project={project} runId={runId} />
          </Card>
        </TabPanel>
        <TabPanel value={RUN_TABS[1]}>
          <FindingList project={project} findings={run.findings} total={run.findingCount} />
        </TabPanel>
      </Tabs>
    </div>
  );
}

interface RunHeaderProps {
  readonly project: string;
  readonly run: RunDetail;
  readonly checkedAt: number;
}

function RunHeader({ project, run, checkedAt }: RunHeaderProps) {
  const name = run.name ?? 'Unnamed run';
  return (
    <header className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <Breadcrumbs items={[{ label: project, href: runsPath(project) }, { label: name }]} />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="min-w-0 truncate text-lg font-semibold text-ink" title={name}>
          {name}
        </h1>
        <RunStatusLabel run={run} />
        <CopyableId id={run.runId} what="run id" />
        <span className="ml-auto">
          <DeleteRun project={project} run={run} />
        </span>
      </div>
      <p className="flex max-w-4xl items-start gap-3 text-xl font-medium text-ink">
        <span className="mt-1.5">
          <VerdictMark verdict={verdictOf(run)} size={20} wordClassName="sr-only" />
        </span>
        <span className="text-pretty [overflow-wrap:anywhere]">{run.verdict}</span>
      </p>
      <Freshness checkedAt={checkedAt} unsettledSessions={run.unsettledSessions} />
      <dl className="flex flex-wrap gap-x-6 gap-y-1 text-xs">
        <Fact label="Started">
          <RelativeTime iso={run.createdAt} />
        </Fact>
        <Fact label="Datapoints">{formatCount(run.datapoints)}</Fact>
        <Fact label="Sessions">{formatCount(run.sessions)}</Fact>
        <Fact label="Dataset">
          {run.datasetId === null ? 'none' : <CopyableId id={run.datasetId} what="dataset id" className="-my-1" />}
        </Fact>
        <Fact label="Client">{run.client === null ? 'unknown' : `${run.client.name} ${run.client.version}`}</Fact>
      </dl>
      {run.description !== null && <p className="max-w-4xl text-ink-muted">{run.description}</p>}
    </header>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex min-w-0 items-center gap-1.5">
      <dt className="text-ink-muted">{label}</dt>
      <dd className="min-w-0 text-ink">{children}</dd>
    </div>
  );
}
