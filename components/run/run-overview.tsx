'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { DeletedNotice } from '@/components/deletion/deleted-notice';
import { DeliveryList } from '@/components/deliveries/delivery-list';
import { FindingList } from '@/components/findings/finding-list';
import { Badge } from '@/components/ui/badge';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { formatCount, formatCounted } from '@/components/ui/format-number';
import { RowsSkeleton } from '@/components/ui/rows-skeleton';
import { StaleNotice } from '@/components/ui/stale-notice';
import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs';
import { isUnfinished, runDetailOptions } from '@/lib/query/runs';
import { AbsentSessions } from './absent-sessions';
import { DatapointList } from './datapoint-list';
import { RunDeliveriesNote } from './run-deliveries-note';
import { RunHeader } from './run-header';
import { type RunTab, runParams } from './run-params';
import { AttributionCounters, CustodyCounters, type StateFilter } from './state-counters';
import { useRunChanges } from './use-run-changes';

/** Loaded when somebody looks at it, and only by the browser: its data may be there before its code is. */
const RunStructure = dynamic(
  () => import('@/components/structure/run-structure').then((module) => module.RunStructure),
  {
    ssr: false,
    loading: () => <RowsSkeleton label="Loading the structure" />,
  },
);

interface RunOverviewProps {
  readonly project: string;
  readonly runId: string;
}

/** One run: its verdict in words, counters that filter, datapoints, structure, findings and deliveries. */
export function RunOverview({ project, runId }: RunOverviewProps) {
  const [params, setParams] = useQueryStates(runParams);
  // True while the server tells of every change: then nobody needs to ask.
  const [isLive, setIsLive] = useState(false);
  const {
    data: run,
    error,
    dataUpdatedAt,
    refetch,
  } = useQuery({
    ...runDetailOptions(project, runId),
    ...(isLive && { refetchInterval: false }),
  });
  useRunChanges(project, runId, { isWanted: run !== undefined && isUnfinished(run), onLive: setIsLive });
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
      <RunHeader project={project} run={run} checkedAt={dataUpdatedAt} isLive={isLive} />
      <AbsentSessions run={run} />
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
      <Tabs
        value={params.tab}
        onValueChange={(tab) => void setParams({ tab: tab as RunTab, node: null }, { history: 'push' })}
      >
        <TabList aria-label="Parts of the run">
          <Tab value={'datapoints' satisfies RunTab}>
            Datapoints <Badge>{formatCount(run.datapoints)}</Badge>
          </Tab>
          <Tab value={'structure' satisfies RunTab}>Structure</Tab>
          <Tab value={'findings' satisfies RunTab}>
            Findings <Badge tone={run.findingCount > 0 ? 'bad' : 'neutral'}>{formatCount(run.findingCount)}</Badge>
          </Tab>
          <Tab value={'deliveries' satisfies RunTab}>Deliveries</Tab>
        </TabList>
        <TabPanel value={'datapoints' satisfies RunTab}>
          <Card aria-label="Datapoints">
            <DatapointList project={project} runId={runId} isLive={isLive} />
          </Card>
        </TabPanel>
        <TabPanel value={'structure' satisfies RunTab}>
          <RunStructure project={project} runId={runId} isUnsettled={run.unsettledSessions > 0} />
        </TabPanel>
        <TabPanel value={'findings' satisfies RunTab}>
          <FindingList project={project} findings={run.findings} total={run.findingCount} />
        </TabPanel>
        <TabPanel value={'deliveries' satisfies RunTab}>
          <DeliveryList
            project={project}
            about={{ run: runId }}
            show={params.show}
            onShow={(show) => void setParams({ show })}
            isMoving={isUnfinished(run)}
            note={<RunDeliveriesNote project={project} />}
          />
        </TabPanel>
      </Tabs>
    </div>
  );
}
