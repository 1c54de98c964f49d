import { intAt } from './at';
import type { SessionTree } from './session-tree';

/**
 * The next of some nodes from a place in tree order, `1` onwards or `-1` back, going round at the end; null when there is
 * none. Collapsed and filtered nodes are found too: the caller opens the way to them.
 * @param stops nodes in tree order
 * @param from null for the beginning (or the end)
 */
export function nextStop(
  { position }: Pick<SessionTree, 'position'>,
  stops: ArrayLike<number>,
  from: number | null,
  direction: 1 | -1,
): number | null {
  if (stops.length === 0) return null;
  const before = from === null ? (direction === 1 ? 0 : stops.length) : countBefore(position, stops, from);
  const isAtStop = from !== null && stops[before] === from;
  const next = direction === 1 ? before + (isAtStop ? 1 : 0) : before - 1;
  return stops[(next + stops.length) % stops.length] ?? null;
}

/** 1-based; null when the node is not among the stops. */
export function placeAmong(
  { position }: Pick<SessionTree, 'position'>,
  stops: ArrayLike<number>,
  node: number,
): number | null {
  const before = countBefore(position, stops, node);
  return stops[before] === node ? before + 1 : null;
}

/** Stops that come before the node in tree order. */
function countBefore(position: Int32Array, stops: ArrayLike<number>, node: number): number {
  const place = position[node] ?? -1;
  let low = 0;
  let high = stops.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (intAt(position, stops[middle] ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
