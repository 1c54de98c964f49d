import type { Page } from '../domain/pages';
import type { DeliveryQuery, ListedDelivery } from './delivery-store';
import { DELIVERY_ORDER, DELIVERY_SORT } from './list-orders';
import { sessionsOfRun } from './memory-lists';
import { type MemoryDeliveries, type MemoryDelivery, type MemoryProject, pageOf } from './memory-rows';
import { storedText } from './stored-text';

export function listDeliveries(
  owner: MemoryProject,
  deliveries: MemoryDeliveries,
  query: DeliveryQuery,
): Page<ListedDelivery> {
  const listed = deliveries.flatMap((delivery, id) =>
    delivery?.projectId === owner.project.id && isAbout(owner, delivery, query) ? [toListed(delivery, id)] : [],
  );
  return pageOf(
    listed,
    { ...query, sort: DELIVERY_SORT },
    DELIVERY_ORDER,
    ({ receivedAt }) => BigInt(receivedAt.getTime()),
    ({ id }) => id,
  );
}

function isAbout(owner: MemoryProject, { spans, subject }: MemoryDelivery, query: DeliveryQuery): boolean {
  const { runId, sessionId } = query;
  if (runId === undefined && sessionId === undefined) return true;
  const subjectId = subject === null ? null : storedText(subject.id);
  const isOfSession = (id: string) =>
    spans.some((span) => span.sessionId === id) || (subject?.kind === 'session' && subjectId === id);
  if (sessionId !== undefined) return isOfSession(storedText(sessionId));
  const run = storedText(runId ?? '');
  return (
    (subject?.kind === 'run' && subjectId === run) ||
    sessionsOfRun(owner, run).some((one) => isOfSession(one.sessionId))
  );
}

function toListed({ delivery, body }: MemoryDelivery, id: number): ListedDelivery {
  return { ...delivery, id: String(id), contentEncoding: body?.contentEncoding ?? '' };
}
