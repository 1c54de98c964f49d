import { defineRoute } from '@/lib/http/define-route';
import { idOfParam } from '@/lib/query/paths';
import { revokeKey } from '@/lib/services/keys/revoke-key';

export const DELETE = defineRoute<{ project: string; key: string }>(async (ctx, _request, params) => {
  await revokeKey(ctx, idOfParam(params.project), idOfParam(params.key));
  return new Response(null, { status: 204 });
});
