import { isAppError } from '@/lib/domain/errors';
import { defineRoute } from '@/lib/http/define-route';
import { tokenOf } from '@/lib/http/sign-in-cookie';
import { idOfParam, locationPath, unknownIdPath } from '@/lib/query/paths';
import { locate } from '@/lib/services/locate';

/** Sends an id from somebody's log to its page. Browsers land on the "not found" page, scripts get a problem. */
export const GET = defineRoute<{ kind: string; id: string }>(async (ctx, request, params) => {
  const id = idOfParam(params.id);
  try {
    const token = tokenOf((name) => request.headers.get(name));
    return redirectTo(locationPath(await locate(ctx, params.kind, id, token)));
  } catch (error) {
    const isBrowser = request.headers.get('accept')?.includes('text/html');
    if (isBrowser && isAppError(error) && error.code === 'not-found') return redirectTo(unknownIdPath(params.kind, id));
    throw error;
  }
});

/** Relative, because behind a proxy this server does not know the address it is reached by. */
function redirectTo(path: string): Response {
  return new Response(null, { status: 307, headers: { location: path, 'cache-control': 'no-store' } });
}
