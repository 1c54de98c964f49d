import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { orNotFound } from '@/app/or-not-found';
import { RunOverview } from '@/components/run/run-overview';
import { loadRunParams } from '@/components/run/run-params';
import { datapointListQuerySchema } from '@/lib/contracts/runs';
import { getQueryClient } from '@/lib/query/client';
import { idOfSegment } from '@/lib/query/paths';
import { prefetch, prefetchFirstPage } from '@/lib/query/prefetch';
import { datapointListOptions, runDetailOptions } from '@/lib/query/runs';
import { getAppContext } from '@/lib/services/context';
import { getRun } from '@/lib/services/get-run';
import { listDatapoints } from '@/lib/services/list-datapoints';

type Props = PageProps<'/p/[project]/runs/[run]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Run ${idOfSegment((await params).run).slice(0, 8)}` };
}

export default async function RunPage({ params, searchParams }: Props) {
  const segments = await params;
  const project = idOfSegment(segments.project);
  const runId = idOfSegment(segments.run);
  const { q, sort, key, state } = await loadRunParams(searchParams);
  const query = datapointListQuerySchema.parse({ q, sort, key: key ?? undefined, state: state ?? undefined });
  const client = getQueryClient();
  const ctx = getAppContext();
  // In this order: looking at a run judges its unsettled sessions, and the rows must agree with the verdict.
  await orNotFound(prefetch(client, runDetailOptions(project, runId), () => getRun(ctx, project, runId)));
  await prefetchFirstPage(client, datapointListOptions(project, runId, { q, sort, key, state }), () =>
    listDatapoints(ctx, project, runId, query),
  );
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <RunOverview project={project} runId={runId} />
    </HydrationBoundary>
  );
}
