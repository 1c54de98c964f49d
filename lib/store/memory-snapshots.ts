import { Buffer } from 'node:buffer';
import type { Page } from '../domain/pages';
import type { NewSnapshot, Snapshot, SnapshotPatch } from '../domain/snapshot';
import { SNAPSHOT_ORDER, SNAPSHOT_SORT } from './list-orders';
import { type MemoryProject, type MemorySnapshot, pageOf } from './memory-rows';
import { isEmptied, patchSnapshot, shownIsGone } from './snapshot-changes';
import { storedText } from './stored-text';

export function createSnapshot(owner: MemoryProject, snapshot: NewSnapshot): Snapshot {
  const sessionIds = new Set(snapshot.sessionIds.map(storedText));
  const runIds = [storedText(snapshot.baseRunId), storedText(snapshot.runId)] as const;
  const isThere = runIds.every((id) => owner.runs.has(id)) && [...sessionIds].every((id) => owner.sessions.has(id));
  if (!isThere) throw shownIsGone();
  const made: MemorySnapshot = {
    ...snapshot,
    projectId: owner.project.id,
    title: storedText(snapshot.title),
    baseRunId: runIds[0],
    runId: runIds[1],
    revokedAt: null,
    erasedAt: null,
    views: 0,
    lastViewedAt: null,
    size: Buffer.byteLength(snapshot.contents),
    sessionIds,
  };
  owner.snapshots.set(made.id, made);
  return withoutContents(made);
}

export function listSnapshots(
  owner: MemoryProject,
  query: { readonly limit: number; readonly cursor?: string | undefined },
): Page<Snapshot> {
  const page = pageOf(
    [...owner.snapshots.values()],
    { ...query, sort: SNAPSHOT_SORT },
    SNAPSHOT_ORDER,
    ({ createdAt }) => BigInt(createdAt.getTime()),
    ({ id }) => id,
  );
  return { items: page.items.map(withoutContents), nextCursor: page.nextCursor };
}

export function getSnapshot(owner: MemoryProject, id: string): Snapshot | null {
  const snapshot = owner.snapshots.get(id);
  return snapshot === undefined ? null : withoutContents(snapshot);
}

export function snapshotByToken(
  projects: readonly MemoryProject[],
  tokenHash: Uint8Array,
): (Snapshot & { readonly contents: string }) | null {
  for (const { snapshots } of projects) {
    for (const snapshot of snapshots.values()) {
      if (Buffer.compare(snapshot.tokenHash, tokenHash) !== 0) continue;
      return { ...withoutContents(snapshot), contents: snapshot.contents };
    }
  }
  return null;
}

export function updateSnapshot(owner: MemoryProject, id: string, patch: SnapshotPatch): Snapshot | null {
  const before = owner.snapshots.get(id);
  if (before === undefined) return null;
  if (isEmptied(before)) return withoutContents(before);
  const contents = patch.revokedAt === undefined ? before.contents : '';
  const after = {
    ...before,
    ...patchSnapshot(before, patch),
    tokenHash: patch.tokenHash ?? before.tokenHash,
    contents,
  };
  owner.snapshots.set(id, after);
  return withoutContents(after);
}

export function countSnapshotView(projects: readonly MemoryProject[], id: string, now: Date): void {
  for (const { snapshots } of projects) {
    const snapshot = snapshots.get(id);
    if (snapshot !== undefined) snapshots.set(id, { ...snapshot, views: snapshot.views + 1, lastViewedAt: now });
  }
}

/** Leaves of these snapshots only that they were. */
export function eraseSnapshots(owner: MemoryProject, shows: (snapshot: MemorySnapshot) => boolean): void {
  for (const [id, snapshot] of owner.snapshots) {
    if (!shows(snapshot)) continue;
    const erasedAt = snapshot.erasedAt ?? new Date();
    owner.snapshots.set(id, { ...snapshot, title: '', contents: '', size: 0, sessionIds: new Set(), erasedAt });
  }
}

function withoutContents({ tokenHash, contents, sessionIds, ...snapshot }: MemorySnapshot): Snapshot {
  return snapshot;
}
