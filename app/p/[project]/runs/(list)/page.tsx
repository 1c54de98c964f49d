import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { orNotFound } from '@/app/or-not-found';
import { RunList } from '@/components/runs/run-list';
import { loadRunListParams } from '@/components/runs/run-list-params';
import { runListQuerySchema } from '@/lib/contracts/runs';
import { getQueryClient } from '@/lib/query/client';
import { idOfSegment } from '@/lib/query/paths';
import { prefetchFirstPage } from '@/lib/query/prefetch';
import { runListOptions } from '@/lib/query/runs';
import { getAppContext } from '@/lib/services/context';
import { listRuns } from '@/lib/services/list-runs';

export const metadata: Metadata = { title: 'Runs' };

export default async function RunsPage({ params, searchParams }: PageProps<'/p/[project]/runs'>) {
  const project = idOfSegment((await params).project);
  const { q, sort } = await loadRunListParams(searchParams);
  const client = getQueryClient();
  await orNotFound(
    prefetchFirstPage(client, runListOptions(project, { q, sort }), () =>
      listRuns(getAppContext(), project, runListQuerySchema.parse({ q, sort })),
    ),
  );
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <h1 className="sr-only">Runs of {project}</h1>
      <RunList project={project} />
    </HydrationBoundary>
  );
}
