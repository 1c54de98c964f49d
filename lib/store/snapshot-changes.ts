import { AppError } from '../domain/errors';
import type { Snapshot, SnapshotPatch } from '../domain/snapshot';
import { storedText } from './stored-text';

/** A snapshot after a patch; one that was revoked or erased stays as it is. */
export function patchSnapshot(before: Snapshot, { title, expiresAt, revokedAt }: SnapshotPatch): Snapshot {
  if (isEmptied(before)) return before;
  return {
    ...before,
    ...(title === undefined ? {} : { title: storedText(title) }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(revokedAt === undefined ? {} : { revokedAt, size: 0 }),
  };
}

/** Its contents are gone: nothing of them comes back. */
export function isEmptied({ revokedAt, erasedAt }: Pick<Snapshot, 'revokedAt' | 'erasedAt'>): boolean {
  return revokedAt !== null || erasedAt !== null;
}

/** Something that a new snapshot would show was deleted since it was read. */
export function shownIsGone(): AppError {
  return new AppError('conflict', 'Some of what is to be shared was deleted meanwhile; compare again.');
}
