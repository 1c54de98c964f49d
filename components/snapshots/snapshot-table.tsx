'use client';

import Link from 'next/link';
import { useRef } from 'react';
import { formatCount, formatCounted } from '@/components/ui/format-number';
import { RelativeTime } from '@/components/ui/relative-time';
import { Cell, HeaderCell, Table, TableRow } from '@/components/ui/table';
import type { SnapshotDto } from '@/lib/contracts/snapshots';
import { comparePath, runPath } from '@/lib/query/paths';
import { expiryText } from './expiry-text';
import { SnapshotActions } from './snapshot-actions';
import { SnapshotStateMark } from './snapshot-state-mark';

const ID_LENGTH = 8;

interface SnapshotTableProps {
  readonly project: string;
  readonly snapshots: readonly SnapshotDto[];
}

/** One row a snapshot. On narrow screens the columns fold into the first one. */
export function SnapshotTable({ project, snapshots }: SnapshotTableProps) {
  return (
    <Table>
      <caption className="sr-only">Snapshots with their links, newest first</caption>
      <thead>
        <tr>
          <HeaderCell className="w-full">Snapshot</HeaderCell>
          <HeaderCell className="hidden sm:table-cell">State</HeaderCell>
          <HeaderCell className="hidden md:table-cell">Created</HeaderCell>
          <HeaderCell className="hidden lg:table-cell">Expires</HeaderCell>
          <HeaderCell className="hidden text-right md:table-cell">Views</HeaderCell>
        </tr>
      </thead>
      <tbody>
        {snapshots.map((snapshot) => (
          <SnapshotRow key={snapshot.id} project={project} snapshot={snapshot} />
        ))}
      </tbody>
    </Table>
  );
}

function SnapshotRow({ project, snapshot }: { readonly project: string; readonly snapshot: SnapshotDto }) {
  const { title, base, run, state, createdAt, expiresAt } = snapshot;
  const comparison = useRef<HTMLAnchorElement>(null);
  return (
    <TableRow className="hover:bg-hover">
      <Cell className="max-w-0 py-2">
        <p className="truncate font-medium text-ink" title={title}>
          {title || 'Its data was deleted'}
        </p>
        <div className="flex flex-wrap items-center gap-x-3 text-xs text-ink-muted">
          <span className="flex min-w-0 items-center gap-1">
            <RunLink project={project} what="Baseline" runId={base} />
            <span aria-hidden>→</span>
            <RunLink project={project} what="Run" runId={run} />
          </span>
          <Link ref={comparison} href={comparePath(project, base, [run])} className="link">
            Compare as they are now
          </Link>
        </div>
        <div className="flex flex-wrap gap-x-3 text-xs text-ink-muted lg:hidden">
          <SnapshotStateMark state={state} className="sm:hidden" />
          <span className="md:hidden">
            <RelativeTime iso={createdAt} />
          </span>
          {canExpire(state) && (
            <span>
              {state === 'live' ? 'expires' : 'expired'} {expiryText(expiresAt)}
            </span>
          )}
          <span className="md:hidden">{formatCounted(snapshot.views, 'view')}</span>
        </div>
        <div className="-ml-2.5 mt-0.5 flex flex-wrap empty:hidden">
          <SnapshotActions project={project} snapshot={snapshot} neighbour={comparison} />
        </div>
      </Cell>
      <Cell className="hidden sm:table-cell">
        <SnapshotStateMark state={state} />
      </Cell>
      <Cell className="hidden whitespace-nowrap text-ink-muted md:table-cell">
        <RelativeTime iso={createdAt} />
      </Cell>
      <Cell className="hidden whitespace-nowrap text-ink-muted lg:table-cell">
        {canExpire(state) && expiryText(expiresAt)}
      </Cell>
      <Cell className="hidden text-right md:table-cell">
        <Views snapshot={snapshot} />
      </Cell>
    </TableRow>
  );
}

/** A link that was ended has nothing left to expire. */
function canExpire(state: SnapshotDto['state']): boolean {
  return state === 'live' || state === 'expired';
}

function RunLink({
  project,
  what,
  runId,
}: {
  readonly project: string;
  readonly what: string;
  readonly runId: string;
}) {
  return (
    <Link
      href={runPath(project, runId)}
      title={`${what} ${runId}`}
      aria-label={`${what} ${runId}`}
      className="link max-w-40 truncate font-mono"
    >
      {runId.slice(0, ID_LENGTH)}
    </Link>
  );
}

function Views({ snapshot: { views, lastViewedAt } }: { readonly snapshot: SnapshotDto }) {
  return (
    <>
      {formatCount(views)}
      {lastViewedAt !== null && (
        <span className="block whitespace-nowrap text-xs text-ink-muted">
          <RelativeTime iso={lastViewedAt} />
        </span>
      )}
    </>
  );
}
