import { datapointListQuerySchema } from '@/lib/contracts/runs';
import { defineRoute, parseQuery } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { idOfParam } from '@/lib/query/paths';
import { listDatapoints } from '@/lib/services/list-datapoints';

export const GET = defineRoute<{ project: string; run: string }>(async (ctx, request, params) => {
  const query = parseQuery(request, datapointListQuerySchema);
  return dtoResponse(await listDatapoints(ctx, idOfParam(params.project), idOfParam(params.run), query));
});
