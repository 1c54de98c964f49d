import { requestLinks } from '@/app/request-links';
import type { SnapshotLink } from '@/lib/contracts/snapshots';
import { defineRoute } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { idOfParam } from '@/lib/query/paths';
import { renewLink } from '@/lib/services/snapshots/renew-link';

export const POST = defineRoute<{ project: string; snapshot: string }>(async (ctx, request, params) => {
  const { snapshot, token } = await renewLink(ctx, idOfParam(params.project), idOfParam(params.snapshot));
  const link: SnapshotLink = { ...snapshot, token, url: requestLinks(ctx, request).shared(token) };
  return dtoResponse(link);
});
