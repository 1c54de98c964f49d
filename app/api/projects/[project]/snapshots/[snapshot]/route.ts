import { snapshotPatchSchema } from '@/lib/contracts/snapshots';
import { defineRoute, parseBody } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { idOfParam } from '@/lib/query/paths';
import { revokeSnapshot } from '@/lib/services/snapshots/revoke-snapshot';
import { updateSnapshot } from '@/lib/services/snapshots/update-snapshot';

const BODY_MAX_BYTES = 64 * 1024;

export const PATCH = defineRoute<{ project: string; snapshot: string }>(async (ctx, request, params) => {
  const patch = await parseBody(request, snapshotPatchSchema, BODY_MAX_BYTES);
  return dtoResponse(await updateSnapshot(ctx, idOfParam(params.project), idOfParam(params.snapshot), patch));
});

export const DELETE = defineRoute<{ project: string; snapshot: string }>(async (ctx, _request, params) => {
  await revokeSnapshot(ctx, idOfParam(params.project), idOfParam(params.snapshot));
  return new Response(null, { status: 204 });
});
