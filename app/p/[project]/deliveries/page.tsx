import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { orNotFound } from '@/app/or-not-found';
import { DeliveriesView } from '@/components/deliveries/deliveries-view';
import { aboutOf, loadDeliveryParams } from '@/components/deliveries/delivery-params';
import { deliveryListQuerySchema } from '@/lib/contracts/deliveries';
import { getQueryClient } from '@/lib/query/client';
import { deliveryListOptions } from '@/lib/query/deliveries';
import { idOfSegment } from '@/lib/query/paths';
import { prefetchFirstPage } from '@/lib/query/prefetch';
import { getAppContext } from '@/lib/services/context';
import { listDeliveries } from '@/lib/services/list-deliveries';

export const metadata: Metadata = { title: 'Deliveries' };

export default async function DeliveriesPage({ params, searchParams }: PageProps<'/p/[project]/deliveries'>) {
  const project = idOfSegment((await params).project);
  const { show, ...asked } = await loadDeliveryParams(searchParams);
  const view = { ...aboutOf(asked), show };
  const client = getQueryClient();
  await orNotFound(
    prefetchFirstPage(client, deliveryListOptions(project, view), () =>
      listDeliveries(getAppContext(), project, deliveryListQuerySchema.parse(view)),
    ),
  );
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <header>
          <h1 className="text-lg font-semibold text-ink">Deliveries</h1>
          <p className="mt-0.5 text-ink-muted">
            Every request as it was received, and what became of it: the evidence behind “it was sent”.
          </p>
        </header>
        <DeliveriesView project={project} />
      </div>
    </HydrationBoundary>
  );
}
