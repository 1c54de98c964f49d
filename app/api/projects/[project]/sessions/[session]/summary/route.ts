import { defineRoute } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { idOfParam } from '@/lib/query/paths';
import { getSessionSummary } from '@/lib/services/get-session';

export const GET = defineRoute<{ project: string; session: string }>(async (ctx, _request, params) =>
  dtoResponse(await getSessionSummary(ctx, idOfParam(params.project), idOfParam(params.session))),
);
