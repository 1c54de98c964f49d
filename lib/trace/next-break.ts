import { intAt } from './at';
import type { Forest } from './build-forest';

/**
 * The next break point from a node in tree order, `1` onwards or `-1` back, going round at the end; null when there is
 * none. From null it starts at the beginning (or the end). Collapsed and filtered nodes are found too: the caller opens
 * the way to them (`ancestorsOf`).
 */
export function nextBreak(
  forest: Forest,
  isBreak: (span: number) => boolean,
  from: number | null,
  direction: 1 | -1,
): number | null {
  const { order, spanCount } = forest;
  const count = order.length;
  const start = from === null ? (direction === 1 ? -1 : count) : order.indexOf(from);
  for (let step = 1; step <= count; step++) {
    const position = (((start + direction * step) % count) + count) % count;
    const node = intAt(order, position);
    if (node < spanCount && isBreak(node)) return node;
  }
  return null;
}
