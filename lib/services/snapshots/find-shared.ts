import 'server-only';
import { type Snapshot, snapshotState } from '../../domain/snapshot';
import type { AppContext } from '../context';
import { type GoneState, goneLink, unknownLink } from './gone';
import { hashLinkToken } from './link-token';

export type KeptSnapshot = Snapshot & { readonly contents: string };

/** What a link leads to: a snapshot that may be shown, or the reason why there is nothing to show. */
export type Shared =
  | { readonly state: 'live'; readonly snapshot: KeptSnapshot }
  | { readonly state: 'unknown' | GoneState; readonly snapshot: null };

export async function findShared(ctx: AppContext, token: string): Promise<Shared> {
  const snapshot = await ctx.store.snapshotByToken(hashLinkToken(token));
  if (snapshot === null) return { state: 'unknown', snapshot: null };
  const state = snapshotState(snapshot, ctx.now());
  return state === 'live' ? { state, snapshot } : { state, snapshot: null };
}

/** @throws AppError `not-found`, or `gone` with the reason */
export async function openShared(ctx: AppContext, token: string): Promise<KeptSnapshot> {
  const { state, snapshot } = await findShared(ctx, token);
  if (state === 'live') return snapshot;
  throw state === 'unknown' ? unknownLink() : goneLink(state);
}
