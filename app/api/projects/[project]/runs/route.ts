import { runListQuerySchema } from '@/lib/contracts/runs';
import { defineRoute, parseQuery } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { idOfParam } from '@/lib/query/paths';
import { listRuns } from '@/lib/services/list-runs';

export const GET = defineRoute<{ project: string }>(async (ctx, request, params) => {
  const query = parseQuery(request, runListQuerySchema);
  return dtoResponse(await listRuns(ctx, idOfParam(params.project), query));
});
