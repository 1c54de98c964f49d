import 'server-only';
import type { SnapshotList, SnapshotListQuery } from '../../contracts/snapshots';
import type { AppContext } from '../context';
import { findProject } from '../find-project';
import { toSnapshot } from './to-snapshot';

/** One page of a project's snapshots. @throws AppError `not-found`, `invalid-request` for a cursor of another list. */
export async function listSnapshots(
  ctx: AppContext,
  projectName: string,
  query: SnapshotListQuery,
): Promise<SnapshotList> {
  const project = await findProject(ctx, projectName);
  const { items, nextCursor } = await ctx.store.listSnapshots(project.id, query);
  const now = ctx.now();
  return { snapshots: items.map((snapshot) => toSnapshot(snapshot, now)), nextCursor };
}
