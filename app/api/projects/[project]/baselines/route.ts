import { defineRoute } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { idOfParam } from '@/lib/query/paths';
import { listBaselines } from '@/lib/services/baselines/list-baselines';

export const GET = defineRoute<{ project: string }>(async (ctx, _request, params) =>
  dtoResponse(await listBaselines(ctx, idOfParam(params.project))),
);
