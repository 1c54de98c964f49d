import 'server-only';
import { defineRoute } from './define-route';

/** Whoever has a link may read it, but nobody is told of it: no cache, no page it leads to, no search engine. */
const UNLISTED = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' } as const;

/** A route under a link's token; its refusals are as unlisted as its answers. */
export function defineSharedRoute(
  handler: Parameters<typeof defineRoute<{ token: string }>>[0],
): ReturnType<typeof defineRoute<{ token: string }>> {
  const route = defineRoute(handler);
  return async (request, { params }) => {
    const response = await route(request, { params });
    for (const [name, value] of Object.entries(UNLISTED)) response.headers.set(name, value);
    return response;
  };
}
