/** Most items of one chunk. */
const ITEMS_MAX = 512;

/**
 * In order; all but the last few as large as can be. Sizes are powers of two, so that statements with so many values are
 * few, and each is prepared once.
 */
export function* chunksOf<T>(items: readonly T[]): Generator<readonly T[]> {
  let size = ITEMS_MAX;
  for (let start = 0; start < items.length; start += size) {
    while (size > items.length - start) size /= 2;
    yield items.slice(start, start + size);
  }
}
