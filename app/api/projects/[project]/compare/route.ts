import { compareQuerySchema } from '@/lib/contracts/compare';
import { defineRoute, parseQuery } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { idOfParam } from '@/lib/query/paths';
import { compareRuns } from '@/lib/services/compare-runs';

export const GET = defineRoute<{ project: string }>(async (ctx, request, { project }) =>
  dtoResponse(await compareRuns(ctx, idOfParam(project), parseQuery(request, compareQuerySchema))),
);
