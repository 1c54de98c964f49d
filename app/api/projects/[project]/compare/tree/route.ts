import { comparedTreeQuerySchema } from '@/lib/contracts/compare';
import { defineRoute, parseQuery } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { idOfParam } from '@/lib/query/paths';
import { getComparedTree } from '@/lib/services/get-compared-tree';

export const GET = defineRoute<{ project: string }>(async (ctx, request, { project }) =>
  dtoResponse(await getComparedTree(ctx, idOfParam(project), parseQuery(request, comparedTreeQuerySchema))),
);
