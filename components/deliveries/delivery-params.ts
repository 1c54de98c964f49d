import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import type { DeliveryListView } from '@/lib/query/deliveries';

export const DELIVERY_SHOWS = ['all', 'refused'] as const;

/** The page of deliveries in its address: the same parsers on server and client. */
export const deliveryParams = {
  session: parseAsString,
  run: parseAsString,
  show: parseAsStringLiteral(DELIVERY_SHOWS).withDefault('all'),
};

export const loadDeliveryParams = createLoader(deliveryParams);

/** What the requests are about: a session says more than its run, and one list is about one of them. */
export function aboutOf({ session, run }: Pick<DeliveryListView, 'session' | 'run'>): {
  readonly session?: string;
  readonly run?: string;
} {
  if (session) return { session };
  return run ? { run } : {};
}
