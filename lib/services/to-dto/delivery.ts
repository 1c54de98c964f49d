import 'server-only';
import { type DeliveryDto, type DeliveryOutcome, TOLD_MAX } from '../../contracts/deliveries';
import type { ListedDelivery } from '../../store/delivery-store';

/** A request as one row of a list, without its body. */
export function toDelivery(delivery: ListedDelivery): DeliveryDto {
  const { rejected, warnings, client } = delivery;
  return {
    id: delivery.id,
    receivedAt: delivery.receivedAt.toISOString(),
    method: delivery.method,
    path: delivery.path,
    contentType: delivery.contentType,
    contentEncoding: delivery.contentEncoding,
    wireBytes: delivery.wireBytes,
    userAgent: delivery.userAgent,
    client: client && { name: client.name, version: client.version },
    status: delivery.status,
    outcome: outcomeOf(delivery),
    accepted: delivery.accepted,
    duplicated: delivery.duplicated,
    rejected: rejected.length,
    reasons: rejected.slice(0, TOLD_MAX).map(({ ordinal, reason }) => ({ ordinal, reason })),
    warnings: warnings.slice(0, TOLD_MAX),
    warningCount: warnings.length,
  };
}

function outcomeOf({ status, rejected }: ListedDelivery): DeliveryOutcome {
  if (status >= 400) return 'refused';
  return rejected.length > 0 ? 'partial' : 'accepted';
}
