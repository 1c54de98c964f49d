'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import type { ReactNode } from 'react';
import { Notice } from '@/components/session/notice';
import { SessionFacts } from '@/components/session/session-facts';
import { SessionFindings } from '@/components/session/session-findings';
import { SessionTreeView } from '@/components/session/session-tree-view';
import { VerdictLine } from '@/components/session/verdict-line';
import { useViewState } from '@/components/session/view-state';
import { Breadcrumbs } from '@/components/shell/breadcrumbs';
import { ErrorState } from '@/components/ui/error-state';
import { RowsSkeleton } from '@/components/ui/rows-skeleton';
import { StaleNotice } from '@/components/ui/stale-notice';
import type { SessionSummary } from '@/lib/contracts/sessions';
import { datapointPath, runPath, runsPath } from '@/lib/query/paths';
import { datapointListOptions, runDetailOptions } from '@/lib/query/runs';
import { sessionSummaryOptions } from '@/lib/query/sessions';
import { AbsentDatapoint } from './absent-datapoint';
import { chooseRepetition, repetitionsOf, repetitionsView } from './choose-repetition';
import { DatapointRecord } from './datapoint-record';
import { repetitionParams } from './repetition-params';
import { RepetitionPicker } from './repetition-picker';

interface DatapointViewProps {
  readonly project: string;
  readonly runId: string;
  readonly datapointId: string;
}

/** One datapoint of a run: what went in and came out, and the tree of the session that worked on it. */
export function DatapointView({ project, runId, datapointId }: DatapointViewProps) {
  const [{ session: asked }, setParams] = useQueryStates(repetitionParams, { history: 'push' });
  const [, setView] = useViewState();
  const list = useInfiniteQuery(datapointListOptions(project, runId, repetitionsView(datapointId)));
  const { data: run } = useQuery(runDetailOptions(project, runId));
  const repetitions = list.data === undefined ? [] : repetitionsOf(list.data.pages, datapointId);
  const chosen = chooseRepetition(repetitions, asked);

  const header = (
    <>
      <Breadcrumbs
        items={[
          { label: project, href: runsPath(project) },
          { label: run?.name ?? runId, href: runPath(project, runId) },
          { label: datapointId, mono: true },
        ]}
      />
      <h1 className="min-w-0 truncate text-lg font-semibold text-ink" title={datapointId}>
        Datapoint <span className="font-mono text-base">{datapointId}</span>
      </h1>
      {asked !== null && chosen !== null && asked !== chosen && (
        <Notice icon={TriangleAlert} tone="warn">
          The link names session <code className="font-mono text-xs">{asked}</code>, which is none of this datapoint's.
          Shown is the one with the most findings.
        </Notice>
      )}
      {repetitions.length > 1 && chosen !== null && (
        <RepetitionPicker
          repetitions={repetitions}
          chosen={chosen}
          onChoose={(session) => {
            void setParams({ session });
            // The view of one tree means nothing in another.
            void setView(null);
          }}
        />
      )}
    </>
  );

  if (chosen !== null)
    return <Repetition project={project} runId={runId} datapointId={datapointId} sessionId={chosen} header={header} />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <header className="grid grid-cols-[minmax(0,1fr)] gap-2.5">{header}</header>
      {list.data !== undefined ? (
        <AbsentDatapoint project={project} runId={runId} datapointId={datapointId} />
      ) : list.isError ? (
        <ErrorState
          title="The datapoint could not be loaded"
          detail={list.error.message}
          onRetry={() => void list.refetch()}
        />
      ) : (
        <RowsSkeleton label="Loading the datapoint" />
      )}
    </div>
  );
}

interface RepetitionProps extends DatapointViewProps {
  readonly sessionId: string;
  readonly header: ReactNode;
}

function Repetition({ header, sessionId, ...place }: RepetitionProps) {
  const { data: session, error, dataUpdatedAt, refetch } = useQuery(sessionSummaryOptions(place.project, sessionId));
  if (session === undefined)
    return (
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <header className="grid grid-cols-[minmax(0,1fr)] gap-2.5">{header}</header>
        {error === null ? (
          <RowsSkeleton label="Loading the session" />
        ) : (
          <ErrorState title="The session could not be loaded" detail={error.message} onRetry={() => void refetch()} />
        )}
      </div>
    );
  const staleNotice =
    error === null ? null : <StaleNotice detail={error.message} since={dataUpdatedAt} onRetry={() => void refetch()} />;
  return <LoadedRepetition {...place} session={session} header={header} staleNotice={staleNotice} />;
}

interface LoadedRepetitionProps extends DatapointViewProps {
  readonly session: SessionSummary;
  readonly header: ReactNode;
  readonly staleNotice: ReactNode;
}

function LoadedRepetition({ project, runId, datapointId, session, header, staleNotice }: LoadedRepetitionProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <header className="grid grid-cols-[minmax(0,1fr)] gap-2.5">
        {header}
        <VerdictLine session={session} />
        <SessionFacts session={session} />
      </header>
      {staleNotice}
      <DatapointRecord session={session} />
      <SessionTreeView key={session.sessionId} session={session} />
      <SessionFindings
        session={session}
        spanHref={({ traceId, spanId }) =>
          datapointPath(project, runId, datapointId, { session: session.sessionId, trace: traceId, span: spanId })
        }
      />
    </div>
  );
}
