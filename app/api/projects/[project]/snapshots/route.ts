import { requestLinks } from '@/app/request-links';
import { type SnapshotLink, snapshotCreateSchema, snapshotListQuerySchema } from '@/lib/contracts/snapshots';
import { defineRoute, parseBody, parseQuery } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { idOfParam } from '@/lib/query/paths';
import { createSnapshot } from '@/lib/services/snapshots/create-snapshot';
import { listSnapshots } from '@/lib/services/snapshots/list-snapshots';

const BODY_MAX_BYTES = 64 * 1024;

export const GET = defineRoute<{ project: string }>(async (ctx, request, params) =>
  dtoResponse(await listSnapshots(ctx, idOfParam(params.project), parseQuery(request, snapshotListQuerySchema))),
);

export const POST = defineRoute<{ project: string }>(async (ctx, request, params) => {
  const wish = await parseBody(request, snapshotCreateSchema, BODY_MAX_BYTES);
  const { snapshot, token } = await createSnapshot(ctx, idOfParam(params.project), wish);
  const link: SnapshotLink = { ...snapshot, token, url: requestLinks(ctx, request).shared(token) };
  return dtoResponse(link);
});
