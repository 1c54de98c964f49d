import { requestLinks } from '@/app/request-links';
import { defineSharedRoute } from '@/lib/http/define-shared-route';
import { SHARED_PAGE_POLICY } from '@/lib/http/shared-page-policy';
import { idOfParam } from '@/lib/query/paths';
import { gonePage } from '@/lib/report/gone-page';
import { sharedPage } from '@/lib/report/shared-page';
import { findShared } from '@/lib/services/snapshots/find-shared';
import { readShared } from '@/lib/services/snapshots/read-shared';

/** The page of a frozen comparison: text, readable without scripts, or why there is nothing to read any more. */
export const GET = defineSharedRoute(async (ctx, request, params) => {
  const token = idOfParam(params.token);
  const { state, snapshot } = await findShared(ctx, token);
  if (state !== 'live') return page(gonePage(state), state === 'unknown' ? 404 : 410);
  const shared = await readShared(ctx, snapshot);
  // A HEAD request, which Next answers by this handler too, opens no page.
  if (request.method === 'GET') await ctx.store.countSnapshotView(snapshot.id, ctx.now());
  const links = requestLinks(ctx, request);
  const liveUrl = links.live(shared.contents, { base: snapshot.baseRunId, run: snapshot.runId });
  return page(sharedPage(shared, { origin: links.origin, token, liveUrl }), 200);
});

function page(html: string, status: number): Response {
  return new Response(html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': SHARED_PAGE_POLICY,
      'x-content-type-options': 'nosniff',
    },
  });
}
