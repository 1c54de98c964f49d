import 'server-only';
import type { OperationId } from '../../contracts/data-plane/operations';
import type { DataPlaneService } from './call';

/** A use case that reads many events: it works on the audit thread where there is one, so that it keeps nobody waiting. */
export function onAuditThread<Id extends OperationId>(id: Id, service: DataPlaneService<Id>): DataPlaneService<Id> {
  return async (ctx, call) => (ctx.worker === undefined ? service(ctx, call) : ctx.worker.answerDataPlane(id, call));
}
