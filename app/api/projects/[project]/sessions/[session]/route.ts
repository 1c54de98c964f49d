import { defineRoute } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { idOfParam } from '@/lib/query/paths';
import { deleteSession } from '@/lib/services/delete-session';
import { getSession } from '@/lib/services/get-session';

export const GET = defineRoute<{ project: string; session: string }>(async (ctx, _request, params) =>
  dtoResponse(await getSession(ctx, idOfParam(params.project), idOfParam(params.session))),
);

export const DELETE = defineRoute<{ project: string; session: string }>(async (ctx, _request, params) => {
  await deleteSession(ctx, idOfParam(params.project), idOfParam(params.session));
  return new Response(null, { status: 204 });
});
