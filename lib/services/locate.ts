import 'server-only';
import { AppError } from '../domain/errors';
import { LOCATION_KINDS, type Location, type LocationKind } from '../store/store';
import type { AppContext } from './context';
import { neverReceived, quoteId } from './not-received';

/**
 * Where an id from somebody's log is found. When several places know it, it is the one that knew it first, so that
 * a link keeps its meaning whatever arrives later. With keys only the project of the key is looked at.
 * @param token what the request brought; null when it brought nothing
 * @throws AppError `not-found`, `unauthenticated`
 */
export async function locate(
  ctx: AppContext,
  kind: string,
  id: string,
  token: string | null,
): Promise<Location & { kind: LocationKind }> {
  const known = LOCATION_KINDS.find((candidate) => candidate === kind);
  if (known === undefined) {
    throw new AppError('not-found', `Nothing is found by ${quoteId(kind)}; use one of ${LOCATION_KINDS.join(', ')}.`);
  }
  const key = await ctx.keys.identify(token);
  const [first] = await ctx.store.locate(known, id, key?.projectId);
  if (first !== undefined) return { kind: known, ...first };
  throw neverReceived(known, id);
}
