import type { SnapshotDto } from '../../contracts/snapshots';
import { type Snapshot, snapshotState } from '../../domain/snapshot';

export function toSnapshot(snapshot: Snapshot, now: Date): SnapshotDto {
  return {
    id: snapshot.id,
    title: snapshot.title,
    base: snapshot.baseRunId,
    run: snapshot.runId,
    createdAt: snapshot.createdAt.toISOString(),
    expiresAt: snapshot.expiresAt?.toISOString() ?? null,
    state: snapshotState(snapshot, now),
    views: snapshot.views,
    lastViewedAt: snapshot.lastViewedAt?.toISOString() ?? null,
    size: snapshot.size,
  };
}
