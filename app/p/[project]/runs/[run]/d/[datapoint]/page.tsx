import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { orNotFound } from '@/app/or-not-found';
import { prefetchSession } from '@/app/p/prefetch-session';
import {
  announcedView,
  chooseRepetition,
  repetitionsOf,
  repetitionsView,
} from '@/components/datapoint/choose-repetition';
import { DatapointView } from '@/components/datapoint/datapoint-view';
import { loadRepetitionParams } from '@/components/datapoint/repetition-params';
import { datapointListQuerySchema } from '@/lib/contracts/runs';
import { getQueryClient } from '@/lib/query/client';
import { idOfSegment } from '@/lib/query/paths';
import { prefetch, prefetchFirstPage } from '@/lib/query/prefetch';
import { datapointListOptions, runDetailOptions } from '@/lib/query/runs';
import { getAppContext } from '@/lib/services/context';
import { getRun } from '@/lib/services/get-run';
import { listDatapoints } from '@/lib/services/list-datapoints';

type Props = PageProps<'/p/[project]/runs/[run]/d/[datapoint]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Datapoint ${idOfSegment((await params).datapoint)}` };
}

export default async function DatapointPage({ params, searchParams }: Props) {
  const segments = await params;
  const [project, runId, datapointId] = [segments.project, segments.run, segments.datapoint].map(idOfSegment) as [
    string,
    string,
    string,
  ];
  const { session } = await loadRepetitionParams(searchParams);
  const client = getQueryClient();
  const ctx = getAppContext();
  const list = (view: { q?: string }) =>
    prefetchFirstPage(client, datapointListOptions(project, runId, view), () =>
      listDatapoints(ctx, project, runId, datapointListQuerySchema.parse(view)),
    );
  await orNotFound(prefetch(client, runDetailOptions(project, runId), () => getRun(ctx, project, runId)));
  const found = await list(repetitionsView(datapointId));
  const chosen = chooseRepetition(repetitionsOf([found], datapointId), session);
  if (chosen === null) await list(announcedView);
  else await orNotFound(prefetchSession(client, ctx, project, chosen));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <DatapointView project={project} runId={runId} datapointId={datapointId} />
    </HydrationBoundary>
  );
}
