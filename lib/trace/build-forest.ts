import type { ParentState } from '../domain/parent-states';
import { at, intAt } from './at';
import { SpanIndex } from './span-index';

/** What a tree needs to know of one span. */
export interface TreeSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** null for a root. */
  readonly parentSpanId: string | null;
  /** Nanoseconds since any origin that all spans of one forest share. */
  readonly start: number;
}

/** A parent that is referenced but not among the spans. All children that name it share it. */
export interface Ghost {
  readonly traceId: string;
  readonly spanId: string;
  readonly state: 'pending' | 'missing' | 'elsewhere';
  /** Spans that name it as their parent, in canonical order. */
  readonly children: readonly number[];
}

/** Who hangs under whom. Nodes are numbers: a span's is its index in the input; ghost `i` is `spanCount + i`. */
export interface TreeShape {
  readonly spanCount: number;
  /** -1 for a root node. */
  readonly parent: Int32Array;
  /** 0 for a root node. */
  readonly depth: Int32Array;
  /** Nodes in the subtree, the node itself included. */
  readonly size: Int32Array;
  /** All nodes in pre-order, siblings by start, trace id, span id. */
  readonly order: Int32Array;
}

/** A shape, and what had to be done to get one. */
interface LaidOut extends TreeShape {
  readonly roots: readonly number[];
  /** Members in the order parent → child, from the one the cycle was cut before. */
  readonly cycles: readonly (readonly number[])[];
}

/** Spans hung under their parents. Columns are indexed by node. */
export interface Forest extends LaidOut {
  readonly ghosts: readonly Ghost[];
  /** By span. */
  readonly parentStates: readonly ParentState[];
  readonly selfParents: readonly number[];
}

export interface ForestOptions {
  /** True when nothing more is expected to arrive: an unknown parent is then missing, not pending. */
  readonly settled: boolean;
  /** {@link spanKey}s of spans known to exist outside the input. */
  readonly elsewhere?: ReadonlySet<string> | undefined;
}

export function spanKey(traceId: string, spanId: string): string {
  return `${traceId}:${spanId}`;
}

/**
 * Hangs spans under their parents, within their trace. The result does not depend on the order of the input. Every
 * span is in it exactly once: orphans under a shared ghost, cycles cut before the member with the least start and span
 * id (audit-semantics 2.11). Linear after one sort; no recursion, so depth is no limit. Should an id occur twice, the
 * first in canonical order is the parent.
 */
export function buildForest(spans: readonly TreeSpan[], options: ForestOptions): Forest {
  const canonical = canonicalOrder(spans.length, (a, b) => compareSpans(at(spans, a), at(spans, b)));
  const { parent, parentStates, ghosts, selfParents } = resolveParents(spans, canonical, options);
  const laidOut = layOut(parent, canonical);
  for (const members of laidOut.cycles) parentStates[at(members, 0)] = 'cut';
  return { ...laidOut, ghosts, parentStates, selfParents: selfParents.sort((a, b) => a - b) };
}

/**
 * Lays nodes out whose parents are known already; cuts cycles in `parent`. Linear, without recursion.
 * @param parent by node, spans first and ghosts after them; -1 for none
 * @param canonical the spans by start, trace id, span id
 */
export function layOut(parent: Int32Array, canonical: Int32Array): LaidOut {
  const cycles = cutCycles(parent, rankOf(canonical));
  return { ...orderNodes(parent, canonical), spanCount: canonical.length, parent, cycles };
}

/** The node's ancestors, nearest first. */
export function ancestorsOf(forest: Forest, node: number): readonly number[] {
  const ancestors: number[] = [];
  for (let up = intAt(forest.parent, node); up >= 0; up = intAt(forest.parent, up)) ancestors.push(up);
  return ancestors;
}

function compareSpans(a: TreeSpan, b: TreeSpan): number {
  if (a.start !== b.start) return a.start - b.start;
  if (a.traceId !== b.traceId) return a.traceId < b.traceId ? -1 : 1;
  if (a.spanId !== b.spanId) return a.spanId < b.spanId ? -1 : 1;
  return 0;
}

/** Indices in the order of `compare`, equals as they came. Stored sessions come sorted, so that is checked first. */
export function canonicalOrder(count: number, compare: (a: number, b: number) => number): Int32Array {
  const order = new Int32Array(count);
  let isSorted = true;
  for (let i = 0; i < count; i++) {
    order[i] = i;
    if (i > 0 && isSorted) isSorted = compare(i - 1, i) <= 0;
  }
  return isSorted ? order : order.sort((a, b) => compare(a, b) || a - b);
}

function rankOf(canonical: Int32Array): Int32Array {
  const rank = new Int32Array(canonical.length);
  for (let i = 0; i < canonical.length; i++) rank[intAt(canonical, i)] = i;
  return rank;
}

function resolveParents(spans: readonly TreeSpan[], canonical: Int32Array, options: ForestOptions) {
  const known = new SpanIndex();
  for (const node of canonical) known.setFirst(at(spans, node).traceId, at(spans, node).spanId, node);

  const parents = new Int32Array(spans.length).fill(-1);
  const parentStates = new Array<ParentState>(spans.length).fill('root');
  const selfParents: number[] = [];
  const ghosts: (Ghost & { readonly children: number[] })[] = [];
  const ghostIndex = new SpanIndex();

  const ghostOf = (traceId: string, spanId: string) => {
    const found = ghostIndex.get(traceId, spanId);
    if (found !== undefined) return found;
    const isElsewhere = options.elsewhere?.has(spanKey(traceId, spanId)) ?? false;
    const state = isElsewhere ? 'elsewhere' : options.settled ? 'missing' : 'pending';
    ghostIndex.setFirst(traceId, spanId, ghosts.length);
    return ghosts.push({ traceId, spanId, state, children: [] }) - 1;
  };

  for (const node of canonical) {
    const { traceId, spanId, parentSpanId } = at(spans, node);
    if (parentSpanId === null) continue;
    if (parentSpanId === spanId) {
      parentStates[node] = 'self';
      selfParents.push(node);
      continue;
    }
    const resolved = known.get(traceId, parentSpanId);
    if (resolved !== undefined) {
      parentStates[node] = 'resolved';
      parents[node] = resolved;
      continue;
    }
    const ghost = ghostOf(traceId, parentSpanId);
    at(ghosts, ghost).children.push(node);
    parentStates[node] = at(ghosts, ghost).state;
    parents[node] = spans.length + ghost;
  }

  const parent = new Int32Array(spans.length + ghosts.length).fill(-1);
  parent.set(parents);
  return { parent, parentStates, ghosts, selfParents };
}

/** Following parents from any span ends at a root or in a cycle; each component has at most one. Cuts in place. */
function cutCycles(parent: Int32Array, rank: Int32Array): number[][] {
  const walkedBy = new Int32Array(parent.length).fill(-1);
  const cycles: number[][] = [];
  for (let start = 0; start < rank.length; start++) {
    let node = start;
    while (node >= 0 && intAt(walkedBy, node) < 0) {
      walkedBy[node] = start;
      node = intAt(parent, node);
    }
    if (node < 0 || intAt(walkedBy, node) !== start) continue;

    const upwards: number[] = [];
    let cut = node;
    let member = node;
    do {
      upwards.push(member);
      if (intAt(rank, member) < intAt(rank, cut)) cut = member;
      member = intAt(parent, member);
    } while (member !== node);
    parent[cut] = -1;

    const downwards = upwards.reverse();
    const first = downwards.indexOf(cut);
    cycles.push(downwards.slice(first).concat(downwards.slice(0, first)));
  }
  return cycles.sort((a, b) => intAt(rank, at(a, 0)) - intAt(rank, at(b, 0)));
}

function orderNodes(parent: Int32Array, canonical: Int32Array) {
  const spanCount = canonical.length;
  const nodeCount = parent.length;
  const firstChild = new Int32Array(nodeCount).fill(-1);
  const nextSibling = new Int32Array(nodeCount).fill(-1);
  // Prepending in reverse canonical order leaves every list of children in canonical order.
  for (let i = spanCount - 1; i >= 0; i--) {
    const node = intAt(canonical, i);
    const up = intAt(parent, node);
    if (up < 0) continue;
    nextSibling[node] = intAt(firstChild, up);
    firstChild[up] = node;
  }

  const roots: number[] = [];
  for (const node of canonical) {
    const up = intAt(parent, node);
    if (up < 0) roots.push(node);
    // A ghost stands where its first child would.
    else if (up >= spanCount && intAt(firstChild, up) === node) roots.push(up);
  }

  const order = new Int32Array(nodeCount);
  const depth = new Int32Array(nodeCount);
  let placed = 0;
  for (const root of roots) {
    let node = root;
    while (node >= 0) {
      order[placed++] = node;
      const child = intAt(firstChild, node);
      if (child >= 0) {
        depth[child] = intAt(depth, node) + 1;
        node = child;
        continue;
      }
      while (node >= 0 && node !== root && intAt(nextSibling, node) < 0) node = intAt(parent, node);
      if (node === root) break;
      const sibling = intAt(nextSibling, node);
      depth[sibling] = intAt(depth, node);
      node = sibling;
    }
  }

  const size = new Int32Array(nodeCount).fill(1);
  for (let i = nodeCount - 1; i >= 0; i--) {
    const node = intAt(order, i);
    const up = intAt(parent, node);
    if (up >= 0) size[up] = intAt(size, up) + intAt(size, node);
  }
  return { order, depth, size, roots };
}
