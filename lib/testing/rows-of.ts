import type { Forest } from '../trace/build-forest';
import { flattenRows, type RowOptions, type Rows, rowAt, type TreeRow } from '../trace/flatten-rows';

/** What to show, with sets and functions where the real options have columns. */
export interface RowWishes {
  readonly collapsed?: Iterable<number>;
  readonly isProblem?: (span: number) => boolean;
  readonly onlyProblems?: boolean;
  readonly matches?: Iterable<number>;
}

/** 1 at each of the places. */
export function flagsAt(length: number, places: Iterable<number>): Uint8Array {
  const flags = new Uint8Array(length);
  for (const place of places) if (place < length) flags[place] = 1;
  return flags;
}

export function optionsOf({ order, spanCount, ghosts }: Forest, wishes: RowWishes = {}): RowOptions {
  const { collapsed = [], isProblem = () => false, onlyProblems = false, matches } = wishes;
  return {
    collapsed: flagsAt(order.length, collapsed),
    problems: Uint8Array.from({ length: spanCount }, (_, span) => (isProblem(span) ? 1 : 0)),
    lostGhosts: Uint8Array.from(ghosts, ({ state }) => (state === 'missing' ? 1 : 0)),
    onlyProblems,
    matches: matches === undefined ? null : flagsAt(spanCount, matches),
  };
}

/** All rows, readable. */
export function listRows(rows: Rows): readonly TreeRow[] {
  return Array.from({ length: rows.length }, (_, i) => rowAt(rows, i));
}

export function rowsOf(forest: Forest, wishes?: RowWishes): readonly TreeRow[] {
  return listRows(flattenRows(forest, optionsOf(forest, wishes)));
}
