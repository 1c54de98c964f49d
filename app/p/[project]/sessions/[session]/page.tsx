import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { orNotFound } from '@/app/or-not-found';
import { prefetchSession } from '@/app/p/prefetch-session';
import { SessionView } from '@/components/session/session-view';
import { getQueryClient } from '@/lib/query/client';
import { idOfSegment } from '@/lib/query/paths';
import { getAppContext } from '@/lib/services/context';

type Props = PageProps<'/p/[project]/sessions/[session]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Session ${idOfSegment((await params).session).slice(0, 8)}` };
}

export default async function SessionPage({ params }: Props) {
  const segments = await params;
  const project = idOfSegment(segments.project);
  const sessionId = idOfSegment(segments.session);
  const client = getQueryClient();
  await orNotFound(prefetchSession(client, getAppContext(), project, sessionId));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <SessionView project={project} sessionId={sessionId} />
    </HydrationBoundary>
  );
}
