import { intAt } from './at';
import type { TreeShape } from './build-forest';

interface RowPlace {
  /** 0 for a root; `aria-level` is one more. */
  readonly depth: number;
  /** 1-based, for `aria-posinset`. */
  readonly posInSet: number;
  /** Visible rows under the same parent, a gap row included. */
  readonly setSize: number;
  readonly isLast: boolean;
  /** Index of the parent's row; -1 for a root. */
  readonly parentRow: number;
}

interface NodeRow extends RowPlace {
  /** Node of the tree. */
  readonly node: number;
  /** null when it has nothing to open. */
  readonly expanded: boolean | null;
  /** Spans below it, shown or not. */
  readonly spansBelow: number;
  /** Problem spans below it, shown or not. */
  readonly problemsBelow: number;
}

export interface SpanRow extends NodeRow {
  readonly kind: 'span';
  /** Kept only as the way to a span below it. */
  readonly isDimmed: boolean;
}

/** A parent that is not there. */
export interface GhostRow extends NodeRow {
  readonly kind: 'ghost';
}

/** What a filter left out under one parent. */
export interface GapRow extends RowPlace {
  readonly kind: 'gap';
  /** Spans hidden here. */
  readonly hidden: number;
  /** How many of them have a problem: above 0 only when a search hides them. */
  readonly hiddenProblems: number;
}

export type TreeRow = SpanRow | GhostRow | GapRow;

/** The node of a gap row. */
export const NO_NODE = -1;
const FOLDED = 1;
const OPEN = 2;
const DIMMED = 4;

/** The rows of a virtual list as columns by row; {@link rowAt} makes one of them readable. */
export interface Rows {
  readonly length: number;
  readonly spanCount: number;
  /** {@link NO_NODE} for a gap. */
  readonly node: Int32Array;
  readonly depth: Int32Array;
  readonly posInSet: Int32Array;
  readonly setSize: Int32Array;
  readonly parentRow: Int32Array;
  readonly flags: Uint8Array;
  /** Spans below a node; spans hidden in a gap. */
  readonly spans: Int32Array;
  /** The same of spans with a problem. */
  readonly problems: Int32Array;
  /** By node: its row; -1 when it has none. */
  readonly rowOfNode: Int32Array;
  /** By node: 1 unless a filter left it out. Below a collapsed row it may be kept and have no row. */
  readonly kept: Uint8Array;
  /** Spans that have a row, and spans that filters left out; the rest is below collapsed rows. */
  readonly shown: number;
  readonly hidden: number;
}

export interface RowOptions {
  /** 1 by node whose children are not shown. */
  readonly collapsed: Uint8Array;
  /** 1 by span with something wrong. */
  readonly problems: Uint8Array;
  /** 1 by ghost that never came: shown even by "only problems". */
  readonly lostGhosts: Uint8Array;
  /** Show only spans with a problem, the way to them, and parents that never came. */
  readonly onlyProblems: boolean;
  /** 1 by span that a search found: show only these and the way to them; null without a search. */
  readonly matches: Uint8Array | null;
}

/**
 * The rows of a virtual list, in tree order. Whatever a filter leaves out is counted in one gap row under the nearest
 * parent that is shown, so that nothing disappears without a number (screens.md 2.8). Two linear passes, no recursion.
 */
export function flattenRows(shape: TreeShape, options: RowOptions): Rows {
  return layRows(shape, options, countSubtrees(shape, options));
}

/** One row, readable. */
export function rowAt(rows: Rows, i: number): TreeRow {
  const node = intAt(rows.node, i);
  const flags = rows.flags[i] ?? 0;
  const posInSet = intAt(rows.posInSet, i);
  const setSize = intAt(rows.setSize, i);
  const place = {
    depth: intAt(rows.depth, i),
    posInSet,
    setSize,
    isLast: posInSet === setSize,
    parentRow: intAt(rows.parentRow, i),
  };
  const spans = intAt(rows.spans, i);
  const problems = intAt(rows.problems, i);
  if (node === NO_NODE) return { kind: 'gap', ...place, hidden: spans, hiddenProblems: problems };
  const expanded = flags & OPEN ? true : flags & FOLDED ? false : null;
  const below = { node, expanded, spansBelow: spans, problemsBelow: problems };
  if (node >= rows.spanCount) return { kind: 'ghost', ...place, ...below };
  return { kind: 'span', ...place, ...below, isDimmed: (flags & DIMMED) !== 0 };
}

type Counts = ReturnType<typeof countSubtrees>;

/** Leaves first: what every subtree holds, and what its parent will show of it. */
function countSubtrees({ order, parent, spanCount }: TreeShape, options: RowOptions) {
  const { problems: isProblem, matches, onlyProblems, lostGhosts } = options;
  const nodes = order.length;
  // One more place than nodes: the last collects what belongs to the forest itself.
  const top = nodes;
  const isWanted = new Uint8Array(nodes);
  const kept = new Int32Array(nodes + 1);
  const spans = new Int32Array(nodes + 1);
  const problems = new Int32Array(nodes + 1);
  const children = new Int32Array(nodes + 1);
  const hidden = new Int32Array(nodes + 1);
  const hiddenProblems = new Int32Array(nodes + 1);
  const isFiltered = onlyProblems || matches !== null;

  for (let i = nodes - 1; i >= 0; i--) {
    const node = intAt(order, i);
    const up = intAt(parent, node) < 0 ? top : intAt(parent, node);
    const isSpan = node < spanCount;
    if (isSpan) {
      const isMatch = matches === null || matches[node] === 1;
      isWanted[node] = isMatch && (!onlyProblems || isProblem[node] === 1) ? 1 : 0;
    } else {
      isWanted[node] = !isFiltered || (lostGhosts[node - spanCount] === 1 && matches === null) ? 1 : 0;
    }
    const spansHere = intAt(spans, node) + (isSpan ? 1 : 0);
    const problemsHere = intAt(problems, node) + (isSpan ? (isProblem[node] ?? 0) : 0);
    const keptHere = intAt(kept, node) + (isWanted[node] ?? 0);
    kept[node] = keptHere;
    spans[up] = intAt(spans, up) + spansHere;
    problems[up] = intAt(problems, up) + problemsHere;
    kept[up] = intAt(kept, up) + keptHere;
    if (keptHere > 0) {
      children[up] = intAt(children, up) + 1;
    } else {
      hidden[up] = intAt(hidden, up) + spansHere;
      hiddenProblems[up] = intAt(hiddenProblems, up) + problemsHere;
    }
  }
  return { top, isWanted, kept, spans, problems, children, hidden, hiddenProblems };
}

/** Rows while they are written, in columns that are long enough for all nodes and a gap below each. */
class RowWriter {
  length = 0;
  readonly #node: Int32Array;
  readonly #depth: Int32Array;
  readonly #posInSet: Int32Array;
  readonly #setSize: Int32Array;
  readonly #parentRow: Int32Array;
  readonly #flags: Uint8Array;
  readonly #spans: Int32Array;
  readonly #problems: Int32Array;

  constructor(most: number) {
    this.#node = new Int32Array(most);
    this.#depth = new Int32Array(most);
    this.#posInSet = new Int32Array(most);
    this.#setSize = new Int32Array(most);
    this.#parentRow = new Int32Array(most);
    this.#flags = new Uint8Array(most);
    this.#spans = new Int32Array(most);
    this.#problems = new Int32Array(most);
  }

  add(
    node: number,
    depth: number,
    posInSet: number,
    setSize: number,
    parentRow: number,
    flags: number,
    spans: number,
    problems: number,
  ): void {
    const row = this.length++;
    this.#node[row] = node;
    this.#depth[row] = depth;
    this.#posInSet[row] = posInSet;
    this.#setSize[row] = setSize;
    this.#parentRow[row] = parentRow;
    this.#flags[row] = flags;
    this.#spans[row] = spans;
    this.#problems[row] = problems;
  }

  finish() {
    const { length } = this;
    return {
      length,
      node: this.#node.slice(0, length),
      depth: this.#depth.slice(0, length),
      posInSet: this.#posInSet.slice(0, length),
      setSize: this.#setSize.slice(0, length),
      parentRow: this.#parentRow.slice(0, length),
      flags: this.#flags.slice(0, length),
      spans: this.#spans.slice(0, length),
      problems: this.#problems.slice(0, length),
    };
  }
}

function layRows(
  { order, parent, size, depth, spanCount }: TreeShape,
  { collapsed }: RowOptions,
  counts: Counts,
): Rows {
  const writer = new RowWriter(2 * order.length + 1);
  const rowOfNode = new Int32Array(order.length + 1).fill(-1);
  const shownChildren = new Int32Array(order.length + 1);
  // Opened nodes that end with a gap row, innermost last, each with the position where its subtree ends.
  const open: { readonly node: number; readonly end: number }[] = [];

  const setSizeOf = (up: number) => intAt(counts.children, up) + (intAt(counts.hidden, up) > 0 ? 1 : 0);
  const addGap = (up: number) => {
    const setSize = setSizeOf(up);
    const gapDepth = up === counts.top ? 0 : intAt(depth, up) + 1;
    const [hidden, hiddenProblems] = [intAt(counts.hidden, up), intAt(counts.hiddenProblems, up)];
    writer.add(NO_NODE, gapDepth, setSize, setSize, intAt(rowOfNode, up), 0, hidden, hiddenProblems);
  };

  let i = 0;
  while (i < order.length) {
    for (let last = open.at(-1); last !== undefined && last.end <= i; last = open.at(-1)) {
      open.pop();
      addGap(last.node);
    }
    const node = intAt(order, i);
    if (intAt(counts.kept, node) === 0) {
      i += intAt(size, node);
      continue;
    }
    const up = intAt(parent, node) < 0 ? counts.top : intAt(parent, node);
    const posInSet = intAt(shownChildren, up) + 1;
    shownChildren[up] = posInSet;
    rowOfNode[node] = writer.length;
    const canOpen = setSizeOf(node) > 0;
    const isOpen = canOpen && collapsed[node] !== 1;
    const fold = isOpen ? OPEN : canOpen ? FOLDED : 0;
    const dimmed = counts.isWanted[node] === 0 ? DIMMED : 0;
    const [spans, problems] = [intAt(counts.spans, node), intAt(counts.problems, node)];
    const parentRow = intAt(rowOfNode, up);
    writer.add(node, intAt(depth, node), posInSet, setSizeOf(up), parentRow, fold | dimmed, spans, problems);
    if (isOpen && intAt(counts.hidden, node) > 0) open.push({ node, end: i + intAt(size, node) });
    i += isOpen || !canOpen ? 1 : intAt(size, node);
  }
  for (let last = open.pop(); last !== undefined; last = open.pop()) addGap(last.node);
  if (intAt(counts.hidden, counts.top) > 0) addGap(counts.top);
  return { ...writer.finish(), spanCount, rowOfNode, ...tellSpans(counts.kept, rowOfNode, spanCount) };
}

function tellSpans(counts: Int32Array, rowOfNode: Int32Array, spanCount: number) {
  const kept = Uint8Array.from(counts, (count) => (count > 0 ? 1 : 0));
  let shown = 0;
  let hidden = 0;
  for (let span = 0; span < spanCount; span++) {
    if (kept[span] === 0) hidden++;
    else if (intAt(rowOfNode, span) >= 0) shown++;
  }
  return { kept, shown, hidden };
}

/** For every level above a row, nearest first, whether its guide line goes on below the row; at most `levels` of them. */
export function guidesOf({ parentRow, posInSet, setSize }: Rows, row: number, levels: number): readonly boolean[] {
  const guides: boolean[] = [];
  for (let up = intAt(parentRow, row); up >= 0 && guides.length < levels; up = intAt(parentRow, up)) {
    guides.push(intAt(posInSet, up) !== intAt(setSize, up));
  }
  return guides;
}
