import 'server-only';
import type { SnapshotDto, SnapshotPatchBody } from '../../contracts/snapshots';
import type { AppContext } from '../context';
import { findProject } from '../find-project';
import { expiryAfter } from './expiry-after';
import { findSnapshot, noSnapshot } from './find-snapshot';
import { refuseGoneForGood } from './gone';
import { toSnapshot } from './to-snapshot';

/**
 * Renames a snapshot, or changes when it expires, counted from now; also of one that has expired.
 * @throws AppError `not-found`, or `gone` for one that was revoked or erased.
 */
export async function updateSnapshot(
  ctx: AppContext,
  projectName: string,
  id: string,
  { title, expiresInDays }: SnapshotPatchBody,
): Promise<SnapshotDto> {
  const project = await findProject(ctx, projectName);
  const now = ctx.now();
  refuseGoneForGood(await findSnapshot(ctx, project, id), now);
  const updated = await ctx.store.updateSnapshot(project.id, id, {
    ...(title === undefined ? {} : { title }),
    ...(expiresInDays === undefined ? {} : { expiresAt: expiryAfter(expiresInDays, now) }),
  });
  if (updated === null) throw noSnapshot(project, id);
  return toSnapshot(updated, now);
}
