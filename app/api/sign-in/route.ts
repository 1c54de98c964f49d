import { requestLinks } from '@/app/request-links';
import { signInSchema } from '@/lib/contracts/keys';
import { defineRoute, parseBody } from '@/lib/http/define-route';
import { signInCookie } from '@/lib/http/sign-in-cookie';

const BODY_MAX_BYTES = 64 * 1024;

export const POST = defineRoute(async (ctx, request) => {
  const { key: token } = await parseBody(request, signInSchema, BODY_MAX_BYTES);
  const key = await ctx.keys.identify(token);
  // While there are no keys nobody needs to be signed in, and a cookie would hold any text.
  const cookie = key === null ? [] : [['set-cookie', signInCookie(token, requestLinks(ctx, request).origin)] as const];
  return new Response(null, { status: 204, headers: Object.fromEntries(cookie) });
});
