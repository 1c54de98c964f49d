import 'server-only';
import type { SnapshotPreview, SnapshotPreviewRequest } from '../../contracts/snapshots';
import type { AppContext } from '../context';
import { freezeComparison } from './freeze-comparison';
import { redactForShow } from './redact-for-show';

/** What a link would show, and what would be replaced in it; nothing is kept. @throws AppError `not-found` */
export async function previewSnapshot(
  ctx: AppContext,
  project: string,
  { base, run, redact }: SnapshotPreviewRequest,
): Promise<SnapshotPreview> {
  return redactForShow(await freezeComparison(ctx, project, { base, run }), redact);
}
