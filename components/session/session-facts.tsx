import Link from 'next/link';
import type { ReactNode } from 'react';
import { DeleteSession } from '@/components/deletion/delete-session';
import { StateGlyph } from '@/components/state/state-glyph';
import { CopyableId } from '@/components/ui/copyable-id';
import { formatCount } from '@/components/ui/format-number';
import { RelativeTime } from '@/components/ui/relative-time';
import type { SessionSummary } from '@/lib/contracts/sessions';
import { deliveriesPath } from '@/lib/query/paths';
import { formatDuration } from '@/lib/trace/format-duration';
import { NeverStartedBadge } from './never-started-badge';

/** Ids and circumstances of a session, and how fresh the verdict is. */
export function SessionFacts({ session }: { readonly session: SessionSummary }) {
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-4">
        <p role="status" className="flex flex-wrap items-center gap-x-1.5 text-xs text-ink-muted">
          <StateGlyph
            state={session.settled ? 'preserved' : 'pending'}
            className={session.settled ? 'text-state-good' : 'text-state-pending'}
          />
          <span>
            Checked <RelativeTime iso={session.checkedAt} /> against contract{' '}
            <code className="font-mono text-ink">{session.contract}</code>;{' '}
            {session.settled ? 'settled' : 'still settling, the verdict may change'}
          </span>
        </p>
        <DeleteSession {...session} spanCount={session.tree.spans} />
      </div>
      <dl className="flex flex-wrap gap-x-6 gap-y-1 text-xs">
        <Fact label="Session">
          <span className="flex min-w-0 items-center gap-1.5">
            <CopyableId id={session.sessionId} what="session id" className="-my-1" />
            {!session.declared && <NeverStartedBadge />}
          </span>
        </Fact>
        {session.runId !== null && (
          <Fact label="Run">
            <CopyableId id={session.runId} what="run id" className="-my-1" />
          </Fact>
        )}
        {session.datasetId !== null && (
          <Fact label="Dataset">
            <CopyableId id={session.datasetId} what="dataset id" className="-my-1" />
          </Fact>
        )}
        {session.datapointId !== null && (
          <Fact label="Datapoint">
            <CopyableId id={session.datapointId} what="datapoint id" className="-my-1" />
          </Fact>
        )}
        <Fact label="Spans">{formatCount(session.tree.spans)}</Fact>
        {session.startedAt !== null && (
          <Fact label="Started">
            <RelativeTime iso={session.startedAt} />
          </Fact>
        )}
        {session.durationMs !== null && <Fact label="Took">{formatDuration(session.durationMs)}</Fact>}
        <Fact label="Client">
          {session.client === null ? 'unknown' : `${session.client.name} ${session.client.version}`}
        </Fact>
        <Fact label="Deliveries">
          <Link href={deliveriesPath(session.project, { session: session.sessionId })} className="link">
            its requests
          </Link>
        </Fact>
      </dl>
    </>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex min-w-0 max-w-full items-center gap-1.5">
      <dt className="text-ink-muted">{label}</dt>
      <dd className="min-w-0 text-ink">{children}</dd>
    </div>
  );
}
