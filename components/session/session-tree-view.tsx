'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ErrorState } from '@/components/ui/error-state';
import { StaleNotice } from '@/components/ui/stale-notice';
import type { SessionSummary } from '@/lib/contracts/sessions';
import { apiPaths } from '@/lib/query/paths';
import { skeletonOptions } from '@/lib/query/sessions';
import { isLargeSession } from '@/lib/trace/large-session';
import { buildSessionTree } from '@/lib/trace/session-tree';
import { SessionNotices } from './session-notices';
import { SessionWorkspace } from './session-workspace';
import { TreeProgress } from './tree-progress';
import { useRemoteTree } from './use-remote-tree';

interface SessionTreeViewProps {
  readonly session: SessionSummary;
}

/** The tree of one session, with what must be known to read it. Key it by session. */
export function SessionTreeView({ session }: SessionTreeViewProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <SessionNotices session={session} />
      {isLargeSession(session.tree.spans) ? <LargeTree session={session} /> : <SmallTree session={session} />}
    </div>
  );
}

/** Comes with the page and is built right here. */
function SmallTree({ session }: SessionTreeViewProps) {
  const options = skeletonOptions(session.project, session.sessionId, session.version);
  const { data: skeleton, error, dataUpdatedAt, refetch } = useQuery(options);
  const tree = useMemo(() => skeleton && buildSessionTree(skeleton), [skeleton]);
  const retry = () => void refetch();
  if (tree === undefined)
    return error === null ? (
      <TreeProgress spans={session.tree.spans} bytes={0} isComplete={false} />
    ) : (
      <ErrorState title="The tree could not be loaded" detail={error.message} onRetry={retry} />
    );
  return (
    <>
      {error !== null && <StaleNotice detail={error.message} since={dataUpdatedAt} onRetry={retry} />}
      <SessionWorkspace session={session} tree={tree} layElsewhere={null} />
    </>
  );
}

/** Loaded and built by a worker, while the rest of the page can be read already. */
function LargeTree({ session }: SessionTreeViewProps) {
  const path = apiPaths.skeleton(session.project, session.sessionId);
  const { remote, progress, failure, retry } = useRemoteTree(path, session.version);
  if (remote === null)
    return failure === null ? (
      <TreeProgress spans={session.tree.spans} {...progress} />
    ) : (
      <ErrorState title="The tree could not be loaded" detail={failure} onRetry={retry} />
    );
  return (
    <>
      {failure !== null && (
        <ErrorState
          title="The tree is older than the page: its new spans did not come"
          detail={failure}
          onRetry={retry}
        />
      )}
      <SessionWorkspace session={session} tree={remote.tree} layElsewhere={remote.lay} />
    </>
  );
}
