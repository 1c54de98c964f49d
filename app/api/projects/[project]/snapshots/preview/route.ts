import { snapshotPreviewSchema } from '@/lib/contracts/snapshots';
import { defineRoute, parseBody } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { idOfParam } from '@/lib/query/paths';
import { previewSnapshot } from '@/lib/services/snapshots/preview-snapshot';

const BODY_MAX_BYTES = 64 * 1024;

export const POST = defineRoute<{ project: string }>(async (ctx, request, params) => {
  const wish = await parseBody(request, snapshotPreviewSchema, BODY_MAX_BYTES);
  return dtoResponse(await previewSnapshot(ctx, idOfParam(params.project), wish));
});
