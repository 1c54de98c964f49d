import 'server-only';
import type { AppContext } from '../context';
import { findProject } from '../find-project';
import type { NewLink } from './create-snapshot';
import { findSnapshot, noSnapshot } from './find-snapshot';
import { refuseGone } from './gone';
import { hashLinkToken, newLinkToken } from './link-token';
import { toSnapshot } from './to-snapshot';

/**
 * A new link in place of the old one, for instance when that came into the wrong hands.
 * @throws AppError `not-found`, or `gone` for one that was revoked, erased, or has expired.
 */
export async function renewLink(ctx: AppContext, projectName: string, id: string): Promise<NewLink> {
  const project = await findProject(ctx, projectName);
  const now = ctx.now();
  refuseGone(await findSnapshot(ctx, project, id), now);
  const token = newLinkToken();
  const renewed = await ctx.store.updateSnapshot(project.id, id, { tokenHash: hashLinkToken(token) });
  if (renewed === null) throw noSnapshot(project, id);
  return { snapshot: toSnapshot(renewed, now), token };
}
