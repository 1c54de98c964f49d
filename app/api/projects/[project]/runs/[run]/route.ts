import { defineRoute } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { idOfParam } from '@/lib/query/paths';
import { deleteRun } from '@/lib/services/delete-run';
import { getRun } from '@/lib/services/get-run';

export const GET = defineRoute<{ project: string; run: string }>(async (ctx, _request, params) =>
  dtoResponse(await getRun(ctx, idOfParam(params.project), idOfParam(params.run))),
);

/** A long run takes several requests: each says how much is left. */
export const DELETE = defineRoute<{ project: string; run: string }>(async (ctx, _request, params) => {
  const left = await deleteRun(ctx, idOfParam(params.project), idOfParam(params.run));
  return left === null ? new Response(null, { status: 204 }) : dtoResponse(left, 202);
});
