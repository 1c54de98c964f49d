import 'server-only';
import type { CompareQuery } from '@/lib/contracts/compare';
import type { SnapshotContents } from '@/lib/contracts/snapshots';
import { requestOrigin } from '@/lib/http/request-origin';
import { comparePath, sharedPath } from '@/lib/query/paths';
import type { AppContext } from '@/lib/services/context';

/** Absolute addresses for texts that leave this server. */
export interface RequestLinks {
  readonly origin: string;
  shared(token: string): string;
  /** @returns null when one of the run ids was redacted in the contents: the address would tell it */
  live(contents: SnapshotContents, runs: CompareQuery): string | null;
}

export function requestLinks({ config }: AppContext, { headers }: Request): RequestLinks {
  const origin = requestOrigin(headers, `http://localhost:${config.port}`);
  return {
    origin,
    shared: (token) => `${origin}${sharedPath(token)}`,
    live: ({ project, comparison }, { base, run }) => {
      const isShown = comparison.base.runId === base && comparison.run.runId === run;
      return isShown ? `${origin}${comparePath(project, base, [run])}` : null;
    },
  };
}
