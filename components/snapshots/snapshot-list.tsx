'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Share2 } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { PagedList } from '@/components/ui/paged-list';
import { runsPath } from '@/lib/query/paths';
import { snapshotListOptions } from '@/lib/query/snapshots';
import { SnapshotTable } from './snapshot-table';

/** Every comparison that was shared, with what can be done about its link. */
export function SnapshotList({ project }: { readonly project: string }) {
  const list = useInfiniteQuery(snapshotListOptions(project));
  const snapshots = list.data?.pages.flatMap((page) => page.snapshots);
  return (
    <Card aria-label="Snapshots">
      <PagedList list={list} count={snapshots?.length} noun="snapshot" empty={<NoSnapshots project={project} />}>
        <SnapshotTable project={project} snapshots={snapshots ?? []} />
      </PagedList>
    </Card>
  );
}

function NoSnapshots({ project }: { readonly project: string }) {
  return (
    <EmptyState
      icon={Share2}
      title="Nothing was shared yet"
      action={
        <Button asChild>
          <Link href={runsPath(project)}>Choose runs to compare</Link>
        </Button>
      }
    >
      Compare two runs and press <strong className="font-medium text-ink">Share…</strong>: that freezes the comparison
      under a link that nobody can guess.
    </EmptyState>
  );
}
