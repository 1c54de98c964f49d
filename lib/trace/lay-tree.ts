import { flattenRows, type Rows } from './flatten-rows';
import { type Rails, railsOf } from './row-rails';
import { type FoundSpans, searchSpans } from './search-spans';
import type { SessionTree } from './session-tree';

/** What a reader chose to see of a tree. */
export interface TreeChoice {
  /** 1 by node whose children are not shown. */
  readonly collapsed: Uint8Array;
  readonly onlyProblems: boolean;
  readonly search: string;
  /** What the server found for the same search. */
  readonly found: FoundSpans;
}

/** A tree as it is drawn for one choice. */
export interface LaidTree {
  readonly rows: Rows;
  readonly rails: Rails;
  /** 1 by span that the search found; null without one. */
  readonly matches: Uint8Array | null;
  /** The same in tree order. */
  readonly matchNodes: Int32Array;
}

/** Search, filters, rows and rails, in linear time: the part that follows every click and every letter. */
export function layTree(tree: SessionTree, { collapsed, onlyProblems, search, found }: TreeChoice): LaidTree {
  const matches = searchSpans(tree.columns, search, found);
  const lostGhosts = Uint8Array.from(tree.ghostStates, (state) => (state === 'missing' ? 1 : 0));
  const { shape, problems, regions, breaks } = tree;
  const rows = flattenRows(shape, { collapsed, problems, lostGhosts, onlyProblems, matches });
  return {
    rows,
    rails: railsOf(
      rows,
      regions,
      breaks.map(({ node }) => node),
    ),
    matches,
    matchNodes: matches === null ? new Int32Array(0) : shape.order.filter((node) => matches[node] === 1),
  };
}
