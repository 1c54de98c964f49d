'use client';

import type { ReactNode } from 'react';
import { BaselineLine } from '@/components/baseline/baseline-line';
import { DeleteRun } from '@/components/deletion/delete-run';
import { GateButton } from '@/components/gate/gate-button';
import { RunStatusLabel } from '@/components/runs/run-status-label';
import { verdictOf } from '@/components/runs/run-verdict';
import { VerdictMark } from '@/components/runs/verdict-mark';
import { Breadcrumbs } from '@/components/shell/breadcrumbs';
import { CopyableId } from '@/components/ui/copyable-id';
import { formatCount } from '@/components/ui/format-number';
import { RelativeTime } from '@/components/ui/relative-time';
import type { RunDetail } from '@/lib/contracts/runs';
import { runsPath } from '@/lib/query/paths';
import { isUnfinished } from '@/lib/query/runs';
import { Freshness } from './freshness';
import { RunProgress } from './run-progress';

interface RunHeaderProps {
  readonly project: string;
  readonly run: RunDetail;
  readonly checkedAt: number;
  readonly isLive: boolean;
}

/** What a run is, and the verdict on it; against its baseline, too. */
export function RunHeader({ project, run, checkedAt, isLive }: RunHeaderProps) {
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
        <span className="ml-auto flex gap-2">
          <GateButton project={project} run={run} />
          <DeleteRun project={project} run={run} />
        </span>
      </div>
      <p className="flex max-w-4xl items-start gap-3 text-xl font-medium text-ink">
        <span className="mt-1.5">
          <VerdictMark verdict={verdictOf(run)} size={20} wordClassName="sr-only" />
        </span>
        <span className="text-pretty [overflow-wrap:anywhere]">{run.verdict}</span>
      </p>
      <BaselineLine project={project} runId={run.runId} />
      {isUnfinished(run) && <RunProgress run={run} isLive={isLive} />}
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
