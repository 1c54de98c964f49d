'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Inbox, PackageCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { formatCounted } from '@/components/ui/format-number';
import { HeldRows } from '@/components/ui/held-rows';
import { PagedList } from '@/components/ui/paged-list';
import { Switch } from '@/components/ui/switch';
import { useSteadyRows } from '@/components/ui/use-steady-rows';
import type { DeliveryListQuery } from '@/lib/contracts/deliveries';
import { type DeliveryListView, deliveryListOptions } from '@/lib/query/deliveries';
import { DeliveryTable } from './delivery-table';
import { DeliveryTotals } from './delivery-totals';

type Show = DeliveryListQuery['show'];

interface DeliveryListProps {
  readonly project: string;
  /** The run or session the requests are about; neither for the whole project. */
  readonly about: Pick<DeliveryListView, 'run' | 'session'>;
  readonly show: Show;
  readonly onShow: (show: Show) => void;
  /** False when nothing more is expected: then nobody asks again. */
  readonly isMoving: boolean;
  /** Which requests are not in this list, and where they are. */
  readonly note: ReactNode;
}

/** Requests as they were received, newest first, with what they add up to. */
export function DeliveryList({ project, about, show, onShow, isMoving, note }: DeliveryListProps) {
  const list = useInfiniteQuery({
    ...deliveryListOptions(project, { ...about, show }),
    placeholderData: keepPreviousData,
    ...(!isMoving && { refetchInterval: false }),
  });
  const pages = list.data?.pages;
  const rows = pages?.flatMap((page) => page.deliveries);
  const searched = pages?.reduce((sum, page) => sum + page.searched, 0) ?? 0;
  const steady = useSteadyRows(rows ?? [], ({ id }) => id, JSON.stringify([about, show]));
  return (
    <Card aria-label="Deliveries">
      <div className="flex flex-wrap items-start gap-x-6 gap-y-2 border-b border-line px-4 py-2.5">
        <p className="min-w-0 grow basis-72 text-xs text-ink-muted">{note}</p>
        <Switch checked={show === 'refused'} onChange={(isOn) => onShow(isOn ? 'refused' : 'all')}>
          Only refused
        </Switch>
      </div>
      <PagedList
        list={list}
        count={rows?.length}
        noun="request"
        empty={
          show === 'refused' ? (
            <NoneRefused
              searched={searched}
              onShowAll={() => onShow('all')}
              {...(list.hasNextPage && { onGoOn: () => void list.fetchNextPage() })}
            />
          ) : (
            <EmptyState icon={Inbox} title="No request was received">
              Nothing that concerns this was received, or it was deleted since.
            </EmptyState>
          )
        }
      >
        <DeliveryTotals rows={rows ?? []} searched={searched} hasMore={list.hasNextPage} />
        <HeldRows steady={steady} noun="request">
          <DeliveryTable rows={steady.rows} />
        </HeldRows>
      </PagedList>
    </Card>
  );
}

interface NoneRefusedProps {
  readonly searched: number;
  readonly onShowAll: () => void;
  /** Looks through older requests; absent when there are none. */
  readonly onGoOn?: () => void;
}

function NoneRefused({ searched, onShowAll, onGoOn }: NoneRefusedProps) {
  return (
    <EmptyState
      icon={PackageCheck}
      title={
        onGoOn === undefined
          ? 'No request was refused'
          : `None of the newest ${formatCounted(searched, 'request')} was refused`
      }
      action={
        <>
          {onGoOn !== undefined && <Button onClick={onGoOn}>Look through older ones</Button>}
          <Button onClick={onShowAll}>Show all requests</Button>
        </>
      }
    >
      {onGoOn === undefined && `${formatCounted(searched, 'request')} looked through.`}
    </EmptyState>
  );
}
