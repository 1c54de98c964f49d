import type { AttributionCountsDto } from '@/lib/contracts/common';
import type { MergedTree, NodeSideDto } from '@/lib/contracts/structure';
import { layOut, type TreeShape } from '@/lib/trace/build-forest';
import type { Side } from './matrix-sides';

/** What all spans of one run add up to. */
export type SideTotal = Pick<NodeSideDto, 'spans' | 'counts' | 'unpreserved'>;

/** A merged tree ready to be laid out in rows. */
export interface MatrixTree {
  readonly tree: MergedTree;
  readonly shape: TreeShape;
  /** By node: 1 where a key is not complete or not yet, of either run, or where the runs differ in the node itself. */
  readonly problems: Uint8Array;
  readonly problemCount: number;
  readonly totals: Readonly<Record<Side, SideTotal>>;
}

/** Linear, without recursion: a tree may be thousands of levels deep. */
export function buildMatrixTree(tree: MergedTree): MatrixTree {
  const { nodes } = tree;
  const problems = Uint8Array.from(nodes, ({ base, run, status }) =>
    status !== 'same' || isIncomplete(base) || isIncomplete(run) ? 1 : 0,
  );
  const above = Int32Array.from(nodes, (node) => node.above);
  const inOrder = Int32Array.from(nodes, (_, node) => node);
  return {
    tree,
    shape: layOut(above, inOrder),
    problems,
    problemCount: problems.reduce((sum, problem) => sum + problem, 0),
    totals: { base: totalOf(tree, 'base'), run: totalOf(tree, 'run') },
  };
}

/** The bad ones, and no verdict yet. */
const INCOMPLETE = ['missing', 'conflicting', 'malformed', 'unattributable', 'pending'] as const;

function isIncomplete(side: NodeSideDto | null): boolean {
  if (side === null) return false;
  return side.unpreserved > 0 || side.counts.some((counts) => INCOMPLETE.some((state) => counts[state] > 0));
}

function totalOf({ keys, nodes }: MergedTree, side: Side): SideTotal {
  const counts = keys.map(noCounts);
  let spans = 0;
  let unpreserved = 0;
  for (const { [side]: ofNode } of nodes) {
    if (ofNode === null) continue;
    spans += ofNode.spans;
    unpreserved += ofNode.unpreserved;
    for (const [key, total] of counts.entries()) addCounts(total, ofNode.counts[key]);
  }
  return { spans, counts, unpreserved };
}

function noCounts(): AttributionCountsDto {
  return { present: 0, missing: 0, conflicting: 0, malformed: 0, unattributable: 0, pending: 0, notApplicable: 0 };
}

function addCounts(total: AttributionCountsDto, counts: AttributionCountsDto | undefined): void {
  if (counts === undefined) return;
  for (const state of Object.keys(total) as (keyof AttributionCountsDto)[]) total[state] += counts[state];
}
