import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { orNotFound } from '@/app/or-not-found';
import { SnapshotList } from '@/components/snapshots/snapshot-list';
import { snapshotListQuerySchema } from '@/lib/contracts/snapshots';
import { getQueryClient } from '@/lib/query/client';
import { idOfSegment } from '@/lib/query/paths';
import { prefetchFirstPage } from '@/lib/query/prefetch';
import { snapshotListOptions } from '@/lib/query/snapshots';
import { getAppContext } from '@/lib/services/context';
import { listSnapshots } from '@/lib/services/snapshots/list-snapshots';

export const metadata: Metadata = { title: 'Snapshots' };

export default async function SnapshotsPage({ params }: PageProps<'/p/[project]/snapshots'>) {
  const project = idOfSegment((await params).project);
  const client = getQueryClient();
  await orNotFound(
    prefetchFirstPage(client, snapshotListOptions(project), () =>
      listSnapshots(getAppContext(), project, snapshotListQuerySchema.parse({})),
    ),
  );
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <header>
          <h1 className="text-lg font-semibold text-ink">Snapshots</h1>
          <p className="mt-0.5 text-ink-muted">
            Comparisons that were frozen and shared. Their links go on showing what they showed, until they expire or
            are revoked, or the data is deleted.
          </p>
        </header>
        <SnapshotList project={project} />
      </div>
    </HydrationBoundary>
  );
}
