import 'server-only';
import { type AppError, isAppError } from '../domain/errors';
import { signInPath } from '../query/paths';
import type { AppContext } from '../services/context';
import { type AskedRequest, authorize } from './authorize';
import { problemResponse } from './problem';
import { tokenOf } from './sign-in-cookie';

/**
 * The refusal of a request that may not pass: a problem document, or for a page the way to sign in.
 * @returns null for a request that may
 */
export async function refusalOf(ctx: AppContext, asked: AskedRequest): Promise<Response | null> {
  try {
    await authorize(ctx, asked);
    return null;
  } catch (error) {
    if (!isAppError(error)) ctx.log.error({ err: error, method: asked.method, url: asked.url }, 'request failed');
    const canSignIn = isAppError(error) && (error.code === 'unauthenticated' || isOtherKey(error, asked));
    return canSignIn && wantsPage(asked) ? redirectToSignIn(asked.url) : problemResponse(error);
  }
}

/** Whoever is signed in with a key that may not do this may have another one. */
function isOtherKey({ code }: AppError, { header }: AskedRequest): boolean {
  return code === 'forbidden' && tokenOf(header) !== null;
}

/** A browser that opens an address, or Next's router that fetches a page in the background. */
function wantsPage({ method, url, header }: AskedRequest): boolean {
  if ((method !== 'GET' && method !== 'HEAD') || url.startsWith('/api/')) return false;
  return header('rsc') != null || /\btext\/html\b/.test(header('accept') ?? '');
}

/** Relative, because behind a proxy this server does not know the address it is reached by. */
function redirectToSignIn(url: string): Response {
  const headers = { location: signInPath(withoutRouterMark(url)), 'cache-control': 'no-store' };
  return new Response(null, { status: 307, headers });
}

/** Next's router marks what it fetches; as an address of a page the mark means nothing. */
function withoutRouterMark(url: string): string {
  const { pathname, searchParams } = new URL(`http://localhost${url}`);
  searchParams.delete('_rsc');
  return searchParams.size === 0 ? pathname : `${pathname}?${searchParams}`;
}
