import { at, intAt } from './at';
import type { Forest, Ghost } from './build-forest';

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
  /** Node of the forest. */
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
  readonly isProblem: boolean;
  /** Kept only as the way to a span below it. */
  readonly isDimmed: boolean;
}

export interface GhostRow extends NodeRow {
  readonly kind: 'ghost';
  readonly ghost: Ghost;
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

export interface RowOptions {
  /** Nodes whose children are not shown. */
  readonly collapsed: ReadonlySet<number>;
  /** True for a span with something wrong. Asked once per span. */
  readonly isProblem: (span: number) => boolean;
  /** Show only spans with a problem, the way to them, and parents that never came. */
  readonly onlyProblems: boolean;
  /** Show only these spans and the way to them; null without a search. */
  readonly matches?: ReadonlySet<number> | null | undefined;
}

/**
 * The rows of a virtual list, in tree order. Whatever a filter leaves out is counted in one gap row under the nearest
 * parent that is shown, so that nothing disappears without a number (screens.md 2.8). Two linear passes, no recursion.
 */
export function flattenRows(forest: Forest, options: RowOptions): readonly TreeRow[] {
  return layRows(forest, options, countSubtrees(forest, options));
}

type Counts = ReturnType<typeof countSubtrees>;

/** Leaves first: what every subtree holds, and what its parent will show of it. */
function countSubtrees(forest: Forest, options: RowOptions) {
  const { order, parent, spanCount } = forest;
  const nodes = order.length;
  // One more place than nodes: the last collects what belongs to the forest itself.
  const top = nodes;
  const isProblem = new Uint8Array(nodes);
  const isWanted = new Uint8Array(nodes);
  const kept = new Int32Array(nodes + 1);
  const spans = new Int32Array(nodes + 1);
  const problems = new Int32Array(nodes + 1);
  const children = new Int32Array(nodes + 1);
  const hidden = new Int32Array(nodes + 1);
  const hiddenProblems = new Int32Array(nodes + 1);
  const isFiltered = options.onlyProblems || options.matches != null;

  for (let i = nodes - 1; i >= 0; i--) {
    const node = intAt(order, i);
    const up = intAt(parent, node) < 0 ? top : intAt(parent, node);
    if (node < spanCount) {
      isProblem[node] = options.isProblem(node) ? 1 : 0;
      const isMatch = options.matches?.has(node) ?? true;
      isWanted[node] = isMatch && (!options.onlyProblems || isProblem[node] === 1) ? 1 : 0;
    } else {
      const neverCame = at(forest.ghosts, node - spanCount).state === 'missing';
      isWanted[node] = !isFiltered || (neverCame && options.matches == null) ? 1 : 0;
    }
    const ownSpan = node < spanCount ? 1 : 0;
    const spansHere = intAt(spans, node) + ownSpan;
    const problemsHere = intAt(problems, node) + (isProblem[node] ?? 0);
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
  return { top, isProblem, isWanted, kept, spans, problems, children, hidden, hiddenProblems };
}

function layRows(forest: Forest, options: RowOptions, counts: Counts): readonly TreeRow[] {
  const { order, parent, size, depth, spanCount, ghosts } = forest;
  const rows: TreeRow[] = [];
  const rowOfNode = new Int32Array(order.length + 1).fill(-1);
  const shownChildren = new Int32Array(order.length + 1);
  // Opened nodes that end with a gap row, innermost last, each with the position where its subtree ends.
  const open: { readonly node: number; readonly end: number }[] = [];

  const setSizeOf = (up: number) => intAt(counts.children, up) + (intAt(counts.hidden, up) > 0 ? 1 : 0);
  const addGap = (up: number) => {
    const setSize = setSizeOf(up);
    rows.push({
      kind: 'gap',
      depth: up === counts.top ? 0 : intAt(depth, up) + 1,
      posInSet: setSize,
      setSize,
      isLast: true,
      parentRow: intAt(rowOfNode, up),
      hidden: intAt(counts.hidden, up),
      hiddenProblems: intAt(counts.hiddenProblems, up),
    });
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
    const setSize = setSizeOf(up);
    shownChildren[up] = posInSet;
    rowOfNode[node] = rows.length;
    const canOpen = setSizeOf(node) > 0;
    const isOpen = canOpen && !options.collapsed.has(node);
    const common = {
      node,
      depth: intAt(depth, node),
      posInSet,
      setSize,
      isLast: posInSet === setSize,
      parentRow: intAt(rowOfNode, up),
      expanded: canOpen ? isOpen : null,
      spansBelow: intAt(counts.spans, node),
      problemsBelow: intAt(counts.problems, node),
    };
    rows.push(
      node < spanCount
        ? {
            kind: 'span',
            ...common,
            isProblem: counts.isProblem[node] === 1,
            isDimmed: counts.isWanted[node] === 0,
          }
        : { kind: 'ghost', ...common, ghost: at(ghosts, node - spanCount) },
    );
    if (isOpen && intAt(counts.hidden, node) > 0) open.push({ node, end: i + intAt(size, node) });
    i += isOpen || !canOpen ? 1 : intAt(size, node);
  }
  for (let last = open.pop(); last !== undefined; last = open.pop()) addGap(last.node);
  if (intAt(counts.hidden, counts.top) > 0) addGap(counts.top);
  return rows;
}

/** For every level above a row, nearest first, whether its guide line goes on below the row; at most `levels` of them. */
export function guidesOf(rows: readonly TreeRow[], row: number, levels: number): readonly boolean[] {
  const guides: boolean[] = [];
  for (let up = at(rows, row).parentRow; up >= 0 && guides.length < levels; up = at(rows, up).parentRow) {
    guides.push(!at(rows, up).isLast);
  }
  return guides;
}
