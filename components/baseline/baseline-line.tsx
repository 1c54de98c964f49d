'use client';

import { useQuery } from '@tanstack/react-query';
import { GitCompareArrows } from 'lucide-react';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import type { BaselineDto } from '@/lib/contracts/compare';
import { baselineOptions } from '@/lib/query/baselines';
import { comparisonOptions } from '@/lib/query/compare';
import { comparePath, runPath } from '@/lib/query/paths';
import { describeChanges, nameOfMode, nameOfScope } from './baseline-words';
import { PinButton } from './pin-button';

interface BaselineLineProps {
  readonly project: string;
  readonly runId: string;
}

/** What a run is compared with and what that shows, in one line, with the choice of another baseline. */
export function BaselineLine({ project, runId }: BaselineLineProps) {
  const { data: baseline, error, refetch } = useQuery(baselineOptions(project, runId));
  const [outcome, setOutcome] = useState('');
  if (baseline === undefined) {
    return error === null ? (
      <Line>
        <span role="status" className="flex items-center gap-2">
          <span className="sr-only">Looking for the baseline</span>
          <Skeleton className="w-72 max-w-full" />
        </span>
      </Line>
    ) : (
      <Line>
        <span role="alert">The baseline could not be loaded: {error.message}</span>
        <Button size="sm" onClick={() => void refetch()}>
          Try again
        </Button>
      </Line>
    );
  }
  const { scope, mode } = baseline;
  const isPinnedItself = mode === 'pinned' && baseline.runId === null;
  const pinProps = scope !== null && { project, runId, scopeName: nameOfScope(scope), onDone: setOutcome };
  return (
    <Line>
      <BaselineSentence project={project} runId={runId} baseline={baseline} />
      {pinProps && (
        <span className="flex flex-wrap gap-2">
          {/* One button for both, so that the focus stays where it is. */}
          <PinButton action={isPinnedItself ? 'unpin' : 'pin'} {...pinProps} />
          {mode === 'pinned' && !isPinnedItself && <PinButton action="unpin" {...pinProps} />}
        </span>
      )}
      <span role="status" className="text-ink-muted">
        {outcome}
      </span>
    </Line>
  );
}

function Line({ children }: { readonly children: ReactNode }) {
  return <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1.5">{children}</div>;
}

interface BaselineSentenceProps extends BaselineLineProps {
  readonly baseline: BaselineDto;
}

function BaselineSentence({ project, runId, baseline }: BaselineSentenceProps) {
  const { scope, mode } = baseline;
  if (scope === null) {
    return (
      <Words>
        This run has neither a dataset nor a name, so nothing says which runs it belongs with.{' '}
        <CompareWith project={project} runId={runId} />
      </Words>
    );
  }
  if (baseline.runId !== null) {
    return <BaselineFound project={project} runId={runId} baseline={baseline} baseId={baseline.runId} />;
  }
  if (mode === 'pinned') return <Words>This run is the baseline of {nameOfScope(scope)}.</Words>;
  return (
    <Words>
      No earlier run of this {scope.kind} passes. <CompareWith project={project} runId={runId} />
    </Words>
  );
}

/** Without a baseline in the address, the page of comparisons asks for one. */
function CompareWith({ project, runId }: BaselineLineProps) {
  return (
    <Link href={comparePath(project, null, [runId])} className="link">
      Compare with…
    </Link>
  );
}

function BaselineFound({ project, runId, baseline, baseId }: BaselineSentenceProps & { readonly baseId: string }) {
  const { data: comparison, error } = useQuery(comparisonOptions(project, baseId, runId));
  return (
    <Words>
      Against baseline{' '}
      <Link href={runPath(project, baseId)} title={baseId} className="link">
        {baseline.name ?? baseId.slice(0, 8)}
      </Link>{' '}
      <span className="text-ink-muted">({nameOfMode(baseline.mode)})</span>:{' '}
      {comparison !== undefined && <span className="font-medium">{describeChanges(comparison)}</span>}
      {comparison === undefined &&
        (error === null ? (
          <span className="text-ink-muted">comparing…</span>
        ) : (
          <span role="alert">the comparison failed: {error.message}</span>
        ))}{' '}
      <Link href={comparePath(project, baseId, [runId])} className="link whitespace-nowrap">
        <GitCompareArrows aria-hidden className="-mb-0.5 mr-1 inline size-3.5" />
        Compare
      </Link>
    </Words>
  );
}

function Words({ children }: { readonly children: ReactNode }) {
  return <p className="min-w-0 [overflow-wrap:anywhere]">{children}</p>;
}
