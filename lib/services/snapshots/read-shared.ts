import 'server-only';
import { type SharedSnapshot, type SnapshotContents, snapshotContentsSchema } from '../../contracts/snapshots';
import type { AppContext } from '../context';
import { changedSince } from './changed-since';
import type { KeptSnapshot } from './find-shared';

/** What a snapshot shows, under the name it has now, and what has changed in the live data since. */
export async function readShared(ctx: AppContext, snapshot: KeptSnapshot): Promise<SharedSnapshot> {
  const contents = readContents(snapshot);
  const projects = await ctx.store.listProjects();
  // Not by the name in the contents: that may have been redacted.
  const project = projects.find(({ id }) => id === snapshot.projectId)?.name ?? contents.project;
  return {
    contents,
    expiresAt: snapshot.expiresAt?.toISOString() ?? null,
    changed: await changedSince(ctx, project, snapshot, contents),
  };
}

/** The frozen comparison alone. */
export function readContents({ title, contents }: KeptSnapshot): SnapshotContents {
  return { ...snapshotContentsSchema.parse(JSON.parse(contents)), title };
}
