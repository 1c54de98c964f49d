import { comparedDatapointsQuerySchema } from '@/lib/contracts/compare';
import { defineRoute, parseQuery } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { idOfParam } from '@/lib/query/paths';
import { listComparedDatapoints } from '@/lib/services/list-compared-datapoints';

export const GET = defineRoute<{ project: string }>(async (ctx, request, { project }) =>
  dtoResponse(
    await listComparedDatapoints(ctx, idOfParam(project), parseQuery(request, comparedDatapointsQuerySchema)),
  ),
);
