'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { PackageX } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { runPath } from '@/lib/query/paths';
import { datapointListOptions } from '@/lib/query/runs';
import { announcedView } from './choose-repetition';

interface AbsentDatapointProps {
  readonly project: string;
  readonly runId: string;
  readonly datapointId: string;
}

/** A datapoint without a session: announced by the run, or named only by the address. */
export function AbsentDatapoint({ project, runId, datapointId }: AbsentDatapointProps) {
  const { data } = useInfiniteQuery(datapointListOptions(project, runId, announcedView));
  const isAnnounced = data?.pages[0]?.absent.includes(datapointId) ?? false;
  return (
    <Card>
      <EmptyState
        icon={PackageX}
        title={
          isAnnounced
            ? 'The run announced this datapoint, but no session for it arrived'
            : 'No session of this run carries this datapoint id'
        }
        action={
          <Button asChild>
            <Link href={runPath(project, runId)}>All datapoints of the run</Link>
          </Button>
        }
      >
        {isAnnounced ? (
          <ol className="mt-2 list-decimal space-y-1 pl-5 text-left">
            <li>If the run is still going, its turn may not have come. This page refreshes itself.</li>
            <li>Look into the client's log: the function may have failed before its session was started.</li>
            <li>Look for a session of the run without a datapoint id in the list of the run.</li>
          </ol>
        ) : (
          'The run did not announce it either. Check the id, or look through the datapoints of the run.'
        )}
      </EmptyState>
    </Card>
  );
}
