import { requestLinks } from '@/app/request-links';
import { defineRoute } from '@/lib/http/define-route';
import { signOutCookie } from '@/lib/http/sign-in-cookie';

/** The browser forgets its key; the key itself goes on working. */
export const POST = defineRoute(async (ctx, request) => {
  const cookie = signOutCookie(requestLinks(ctx, request).origin);
  return new Response(null, { status: 204, headers: { 'set-cookie': cookie } });
});
