import 'server-only';
import { AppError } from '../domain/errors';
import { LOCATION_KINDS, type Location, type LocationKind } from '../store/store';
import type { AppContext } from './context';
import { neverReceived, quoteId } from './not-received';

/**
 * Where an id from somebody's log is found. When several places know it, it is the one that knew it first, so that
 * a link keeps its meaning whatever arrives later.
 * @throws AppError `not-found`
 */
export async function locate(ctx: AppContext, kind: string, id: string): Promise<Location & { kind: LocationKind }> {
  const known = LOCATION_KINDS.find((candidate) => candidate === kind);
  if (known === undefined) {
    throw new AppError('not-found', `Nothing is found by ${quoteId(kind)}; use one of ${LOCATION_KINDS.join(', ')}.`);
  }
  const [first] = await ctx.store.locate(known, id);
  if (first !== undefined) return { kind: known, ...first };
  throw neverReceived(known, id);
}
