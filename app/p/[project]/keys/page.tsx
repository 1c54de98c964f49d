import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { orNotFound } from '@/app/or-not-found';
import { loadKeysParams } from '@/components/keys/keys-params';
import { KeysView } from '@/components/keys/keys-view';
import { runListQuerySchema } from '@/lib/contracts/runs';
import { historyQuerySchema } from '@/lib/contracts/structure';
import { getQueryClient } from '@/lib/query/client';
import { historyOptions } from '@/lib/query/history';
import { idOfSegment } from '@/lib/query/paths';
import { prefetch, prefetchFirstPage } from '@/lib/query/prefetch';
import { runListOptions } from '@/lib/query/runs';
import { getAppContext } from '@/lib/services/context';
import { getHistory } from '@/lib/services/get-history';
import { listRuns } from '@/lib/services/list-runs';

export const metadata: Metadata = { title: 'Keys' };

export default async function KeysPage({ params, searchParams }: PageProps<'/p/[project]/keys'>) {
  const project = idOfSegment((await params).project);
  const view = await loadKeysParams(searchParams);
  const query = historyQuerySchema.parse({
    ...view,
    dataset: view.dataset ?? undefined,
    name: view.name ?? undefined,
  });
  const client = getQueryClient();
  const ctx = getAppContext();
  await orNotFound(
    Promise.all([
      prefetch(client, historyOptions(project, view), () => getHistory(ctx, project, query)),
      prefetchFirstPage(client, runListOptions(project, { sort: '-createdAt' }), () =>
        listRuns(ctx, project, runListQuerySchema.parse({})),
      ),
    ]),
  );
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <KeysView project={project} />
    </HydrationBoundary>
  );
}
