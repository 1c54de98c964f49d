'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Breadcrumbs, type Crumb } from '@/components/shell/breadcrumbs';
import { SpanName } from '@/components/trace-tree/span-name';
import { ErrorState } from '@/components/ui/error-state';
import { RowsSkeleton } from '@/components/ui/rows-skeleton';
import { StaleNotice } from '@/components/ui/stale-notice';
import type { SessionSummary } from '@/lib/contracts/sessions';
import { datapointPath, runPath, runsPath, sessionPath, sessionsPath } from '@/lib/query/paths';
import { sessionSummaryOptions } from '@/lib/query/sessions';
import { SessionFacts } from './session-facts';
import { SessionFindings } from './session-findings';
import { SessionTreeView } from './session-tree-view';
import { VerdictLine } from './verdict-line';

interface SessionViewProps {
  readonly project: string;
  readonly sessionId: string;
}

/** One session: where it belongs, what is wrong with it, its tree. */
export function SessionView({ project, sessionId }: SessionViewProps) {
  const { data: session, error, dataUpdatedAt, refetch } = useQuery(sessionSummaryOptions(project, sessionId));
  if (session === undefined) {
    return error === null ? (
      <RowsSkeleton label="Loading the session" />
    ) : (
      <ErrorState title="The session could not be loaded" detail={error.message} onRetry={() => void refetch()} />
    );
  }
  return (
    <LoadedSession
      session={session}
      staleNotice={
        error === null ? null : (
          <StaleNotice detail={error.message} since={dataUpdatedAt} onRetry={() => void refetch()} />
        )
      }
    />
  );
}

function LoadedSession({
  session,
  staleNotice,
}: {
  readonly session: SessionSummary;
  readonly staleNotice: ReactNode;
}) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <header className="grid grid-cols-[minmax(0,1fr)] gap-2.5">
        <Breadcrumbs items={crumbsOf(session)} />
        <h1 className="min-w-0 truncate text-lg font-semibold text-ink" title={session.name}>
          <SpanName name={session.name} />
        </h1>
        <VerdictLine session={session} />
        <SessionFacts session={session} />
      </header>
      {staleNotice}
      <SessionTreeView key={session.sessionId} session={session} />
      <SessionFindings
        session={session}
        spanHref={({ traceId, spanId }) =>
          sessionPath(session.project, session.sessionId, { trace: traceId, span: spanId })
        }
      />
    </div>
  );
}

function crumbsOf(session: SessionSummary): readonly Crumb[] {
  const { project, runId, runName, datapointId } = session;
  const own: Crumb = { label: session.sessionId, mono: true };
  if (runId === null)
    return [{ label: project, href: runsPath(project) }, { label: 'Sessions', href: sessionsPath(project) }, own];
  return [
    { label: project, href: runsPath(project) },
    { label: runName ?? runId, href: runPath(project, runId) },
    ...(datapointId === null
      ? []
      : [{ label: datapointId, href: datapointPath(project, runId, datapointId), mono: true }]),
    own,
  ];
}
