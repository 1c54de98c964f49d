import { requestLinks } from '@/app/request-links';
import { accessKeyCreateSchema, accessKeyListQuerySchema } from '@/lib/contracts/keys';
import { defineRoute, parseBody, parseQuery } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { signInCookie, tokenOf } from '@/lib/http/sign-in-cookie';
import { idOfParam } from '@/lib/query/paths';
import { createKey } from '@/lib/services/keys/create-key';
import { listKeys } from '@/lib/services/keys/list-keys';

const BODY_MAX_BYTES = 64 * 1024;

export const GET = defineRoute<{ project: string }>(async (ctx, request, params) => {
  const query = parseQuery(request, accessKeyListQuerySchema);
  const token = tokenOf((name) => request.headers.get(name));
  return dtoResponse(await listKeys(ctx, idOfParam(params.project), query, token));
});

export const POST = defineRoute<{ project: string }>(async (ctx, request, params) => {
  const wish = await parseBody(request, accessKeyCreateSchema, BODY_MAX_BYTES);
  const { key, isFirst } = await createKey(ctx, idOfParam(params.project), wish);
  const response = dtoResponse(key);
  // Whoever makes the first key would be locked out by it.
  if (isFirst) response.headers.append('set-cookie', signInCookie(key.token, requestLinks(ctx, request).origin));
  return response;
});
