import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { orNotFound } from '@/app/or-not-found';
import { DeletedNotice } from '@/components/deletion/deleted-notice';
import { SessionList } from '@/components/sessions/session-list';
import { loadSessionListParams } from '@/components/sessions/session-list-params';
import { sessionListQuerySchema } from '@/lib/contracts/sessions';
import { getQueryClient } from '@/lib/query/client';
import { idOfSegment } from '@/lib/query/paths';
import { prefetchFirstPage } from '@/lib/query/prefetch';
import { sessionListOptions } from '@/lib/query/sessions';
import { getAppContext } from '@/lib/services/context';
import { listSessions } from '@/lib/services/list-sessions';

export const metadata: Metadata = { title: 'Sessions outside runs' };

export default async function SessionsPage({ params, searchParams }: PageProps<'/p/[project]/sessions'>) {
  const project = idOfSegment((await params).project);
  const { q, sort } = await loadSessionListParams(searchParams);
  const client = getQueryClient();
  await orNotFound(
    prefetchFirstPage(client, sessionListOptions(project, { q, sort }), () =>
      listSessions(getAppContext(), project, sessionListQuerySchema.parse({ q, sort })),
    ),
  );
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <header>
          <h1 className="text-lg font-semibold text-ink">Sessions outside runs</h1>
          <p className="mt-0.5 text-ink-muted">
            Spans that belong to no experiment run. Nobody expects ids on them, but their keys are checked all the same.
          </p>
        </header>
        <DeletedNotice />
        <SessionList project={project} />
      </div>
    </HydrationBoundary>
  );
}
