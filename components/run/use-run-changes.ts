'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { RunChange } from '@/lib/contracts/structure';
import { apiPaths } from '@/lib/query/paths';

interface RunChangesOptions {
  /** False for a run that is over and settled: nothing is listened to. */
  readonly isWanted: boolean;
  /** Told true while the server tells of every change, and false when it does not any more. */
  readonly onLive: (isLive: boolean) => void;
}

/**
 * Listens to the changes of a run, as long as the page is in front, and has everything that is shown of it loaded again
 * when there are any. Where the stream does not come through, the queries go on polling.
 * @param options.onLive must be the same function at every call
 */
export function useRunChanges(project: string, runId: string, { isWanted, onLive }: RunChangesOptions): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!isWanted || typeof EventSource === 'undefined') return;
    let source: EventSource | null = null;
    let version: string | null = null;
    const onChange = (message: MessageEvent<string>) => {
      const change = JSON.parse(message.data) as RunChange;
      onLive(!change.isOver);
      if (version !== change.version) void client.invalidateQueries({ queryKey: ['projects', project, 'runs'] });
      version = change.version;
      if (change.isOver) close();
    };
    const open = () => {
      if (source !== null) return;
      source = new EventSource(apiPaths.changes(project, runId));
      source.addEventListener('change', onChange);
      // The browser tries again by itself; meanwhile the queries poll.
      source.onerror = () => onLive(false);
    };
    const close = () => {
      source?.close();
      source = null;
    };
    // A browser opens few connections to one server: pages behind others must not hold them.
    const onVisibility = () => {
      if (document.hidden) {
        close();
        onLive(false);
      } else open();
    };
    if (!document.hidden) open();
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      close();
      onLive(false);
    };
  }, [client, project, runId, isWanted, onLive]);
}
