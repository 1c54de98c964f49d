import 'server-only';
import type { AppContext } from '../context';
import { unknownLink } from './gone';
import { hashLinkToken } from './link-token';

/** The same by the link itself: whoever has it may end it. @throws AppError `not-found` */
export async function revokeShared(ctx: AppContext, token: string): Promise<void> {
  const snapshot = await ctx.store.snapshotByToken(hashLinkToken(token));
  if (snapshot === null) throw unknownLink();
  if (snapshot.revokedAt !== null) return;
  await ctx.store.updateSnapshot(snapshot.projectId, snapshot.id, { revokedAt: ctx.now() });
  ctx.log.info({ projectId: snapshot.projectId, snapshot: snapshot.id }, 'a shared link was revoked by its token');
}
