import { deliveryListQuerySchema } from '@/lib/contracts/deliveries';
import { defineRoute, parseQuery } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { idOfParam } from '@/lib/query/paths';
import { listDeliveries } from '@/lib/services/list-deliveries';

export const GET = defineRoute<{ project: string }>(async (ctx, request, params) => {
  const query = parseQuery(request, deliveryListQuerySchema);
  return dtoResponse(await listDeliveries(ctx, idOfParam(params.project), query));
});
