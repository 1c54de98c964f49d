import type { NodeStatus } from '../domain/comparison';
import { at } from '../trace/at';
import { matchRenamed } from './match-renamed';
import type { RunTreeNode } from './run-tree';
import { TreeView } from './tree-view';

/** One place of two runs. */
export interface AlignedNode {
  /** Index of the node above; -1 for none. */
  readonly above: number;
  readonly status: NodeStatus;
  /** Indexes in the trees that were given; -1 where the run does not have the node. */
  readonly base: number;
  readonly run: number;
}

/** Stands for what is above the first nodes. */
const TOP: AlignedNode = { above: -1, status: 'same', base: -1, run: -1 };

/**
 * Merges the trees of two runs from the top down: below a pair equal steps are one node; of what remains there, nodes
 * that were renamed (match-renamed.ts). Never a full tree edit distance, which is cubic (audit-semantics 2.9). Every
 * node after the one above it, siblings by label and then path; linear, but for the search for renamed nodes, which is
 * bounded for every pair.
 */
export function alignTrees(base: readonly RunTreeNode[], run: readonly RunTreeNode[]): readonly AlignedNode[] {
  const trees = { base: new TreeView(base), run: new TreeView(run) };
  const nodeOf = (node: AlignedNode) => (node.run < 0 ? at(base, node.base) : at(run, node.run));
  const lastFirst = (a: AlignedNode, b: AlignedNode) => {
    const [one, other] = [nodeOf(a), nodeOf(b)];
    if (one.label !== other.label) return one.label < other.label ? 1 : -1;
    return one.path < other.path ? 1 : -1;
  };
  const list: AlignedNode[] = [];
  const open = pairBelow(trees, TOP, -1).sort(lastFirst);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const index = list.push(node) - 1;
    for (const child of pairBelow(trees, node, index).sort(lastFirst)) open.push(child);
  }
  return list;
}

type Trees = Readonly<Record<'base' | 'run', TreeView>>;

/** The nodes directly below one, which has this index. */
function pairBelow(trees: Trees, node: AlignedNode, above: number): AlignedNode[] {
  if (node.status === 'gone') return trees.base.below(node.base).map((base) => goneNode(above, base));
  if (node.status === 'new') return trees.run.below(node.run).map((run) => newNode(above, run));
  const [bases, runs] = [trees.base.below(node.base), trees.run.below(node.run)];
  if (bases.length + runs.length === 0) return [];
  const ofStep = new Map(bases.map((base) => [at(trees.base.nodes, base).step, base]));
  const pairs: AlignedNode[] = [];
  const onlyRun = new Set<number>();
  for (const run of runs) {
    const { step } = at(trees.run.nodes, run);
    const base = ofStep.get(step);
    if (base === undefined) onlyRun.add(run);
    else pairs.push({ above, status: 'same', base, run });
    ofStep.delete(step);
  }
  if (ofStep.size + onlyRun.size === 0) return pairs;
  const onlyBase = new Set(ofStep.values());
  for (const [base, run] of matchRenamed(trees.base, [...onlyBase], trees.run, [...onlyRun])) {
    pairs.push({ above, status: 'renamed', base, run });
    onlyBase.delete(base);
    onlyRun.delete(run);
  }
  for (const base of onlyBase) pairs.push(goneNode(above, base));
  for (const run of onlyRun) pairs.push(newNode(above, run));
  return pairs;
}

function goneNode(above: number, base: number): AlignedNode {
  return { above, status: 'gone', base, run: -1 };
}

function newNode(above: number, run: number): AlignedNode {
  return { above, status: 'new', base: -1, run };
}
