import 'server-only';
import type { QueryClient } from '@tanstack/react-query';
import { prefetch } from '@/lib/query/prefetch';
import { sessionSummaryOptions, skeletonOptions } from '@/lib/query/sessions';
import type { AppContext } from '@/lib/services/context';
import { getSessionSummary } from '@/lib/services/get-session';
import { getSkeletonColumns } from '@/lib/services/get-skeleton';
import { isLargeSession } from '@/lib/trace/large-session';

/** A session as its pages begin: small ones with their tree, large ones leave it to the browser. */
export async function prefetchSession(
  client: QueryClient,
  ctx: AppContext,
  project: string,
  sessionId: string,
): Promise<void> {
  const { tree, version } = await prefetch(client, sessionSummaryOptions(project, sessionId), () =>
    getSessionSummary(ctx, project, sessionId),
  );
  if (isLargeSession(tree.spans)) return;
  await prefetch(client, skeletonOptions(project, sessionId, version), () =>
    getSkeletonColumns(ctx, project, sessionId),
  );
}
