import { defineRoute } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { idOfParam } from '@/lib/query/paths';
import { getRun } from '@/lib/services/get-run';

export const GET = defineRoute<{ project: string; run: string }>(async (ctx, _request, params) =>
  dtoResponse(await getRun(ctx, idOfParam(params.project), idOfParam(params.run))),
);
