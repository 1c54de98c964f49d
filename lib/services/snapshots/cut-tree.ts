import { cutNodes } from '../../compare/cut-nodes';
import type { ComparedRow } from '../../contracts/compare';
import type { MergedTree, NodeSideDto, TreeNodeDto } from '../../contracts/structure';

/**
 * The part of a merged tree that matters most: places with a row in the comparison (gravest first), then all where the
 * runs differ, each with the nodes above it, then what else fits from the top.
 */
export function cutTree(tree: MergedTree, rows: readonly ComparedRow[], most: number): MergedTree {
  const { nodes } = tree;
  if (nodes.length <= most) return tree;
  const left = cutNodes(nodes, [...placesOf(rows, nodes), ...differing(nodes), ...nodes.keys()], most);
  return { ...tree, nodes: left, left: tree.left + nodes.length - left.length };
}

function placesOf(rows: readonly ComparedRow[], nodes: readonly TreeNodeDto[]): readonly number[] {
  const indexOf = new Map(nodes.map(({ path }, index) => [path, index]));
  return rows.flatMap(({ path }) => indexOf.get(path) ?? []);
}

function differing(nodes: readonly TreeNodeDto[]): readonly number[] {
  return [...nodes.keys()].filter((index) => {
    const node = nodes[index];
    return node !== undefined && (node.status !== 'same' || badOf(node.base) !== badOf(node.run));
  });
}

/** Bad spans by key, and those with keys not preserved, as one text to compare. */
function badOf(side: NodeSideDto | null): string {
  if (side === null) return '';
  const bad = side.counts.map(
    (counts) => counts.missing + counts.conflicting + counts.malformed + counts.unattributable,
  );
  return [side.unpreserved, ...bad].join();
}
