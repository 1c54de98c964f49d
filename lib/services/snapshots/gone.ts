import { AppError } from '../../domain/errors';
import { type Snapshot, type SnapshotState, snapshotState } from '../../domain/snapshot';

export type GoneState = Exclude<SnapshotState, 'live'>;

/** What is told of a link that does not work any more: nothing of what it showed. */
const GONE_TEXTS: Readonly<Record<GoneState, string>> = {
  expired: 'This link has expired. Whoever shared it can make it work again.',
  revoked: 'This link was revoked.',
  erased: 'The data that this link showed was deleted, and what it showed went with it.',
};

/** @throws AppError `gone` unless the link works */
export function refuseGone(snapshot: Snapshot, now: Date): void {
  const state = snapshotState(snapshot, now);
  if (state !== 'live') throw goneLink(state);
}

/** @throws AppError `gone` when the link can not be made to work again */
export function refuseGoneForGood(snapshot: Snapshot, now: Date): void {
  if (snapshotState(snapshot, now) !== 'expired') refuseGone(snapshot, now);
}

export function goneLink(state: GoneState): AppError {
  return new AppError('gone', GONE_TEXTS[state]);
}

/** The same for a token that never was one and for one that was replaced: nothing is learned by trying. */
export function unknownLink(): AppError {
  return new AppError('not-found', 'There is no such link. Check that all of it was copied.');
}
