import { defineRoute } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { idOfParam } from '@/lib/query/paths';
import { getBaseline } from '@/lib/services/baselines/get-baseline';
import { pinBaseline } from '@/lib/services/baselines/pin-baseline';
import { unpinBaseline } from '@/lib/services/baselines/unpin-baseline';

type Params = { project: string; run: string };

export const GET = defineRoute<Params>(async (ctx, _request, params) =>
  dtoResponse(await getBaseline(ctx, idOfParam(params.project), idOfParam(params.run))),
);

export const PUT = defineRoute<Params>(async (ctx, _request, params) =>
  dtoResponse(await pinBaseline(ctx, idOfParam(params.project), idOfParam(params.run))),
);

export const DELETE = defineRoute<Params>(async (ctx, _request, params) => {
  await unpinBaseline(ctx, idOfParam(params.project), idOfParam(params.run));
  return new Response(null, { status: 204 });
});
