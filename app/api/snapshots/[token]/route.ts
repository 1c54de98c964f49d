import { defineSharedRoute } from '@/lib/http/define-shared-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { idOfParam } from '@/lib/query/paths';
import { openShared } from '@/lib/services/snapshots/find-shared';
import { readShared } from '@/lib/services/snapshots/read-shared';
import { revokeShared } from '@/lib/services/snapshots/revoke-shared';

export const GET = defineSharedRoute(async (ctx, _request, params) =>
  dtoResponse(await readShared(ctx, await openShared(ctx, idOfParam(params.token)))),
);

export const DELETE = defineSharedRoute(async (ctx, _request, params) => {
  await revokeShared(ctx, idOfParam(params.token));
  return new Response(null, { status: 204 });
});
