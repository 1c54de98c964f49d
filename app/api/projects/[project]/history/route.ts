import { historyQuerySchema } from '@/lib/contracts/structure';
import { defineRoute, parseQuery } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { idOfParam } from '@/lib/query/paths';
import { getHistory } from '@/lib/services/get-history';

export const GET = defineRoute<{ project: string }>(async (ctx, request, params) =>
  dtoResponse(await getHistory(ctx, idOfParam(params.project), parseQuery(request, historyQuerySchema))),
);
