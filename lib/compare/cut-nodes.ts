interface PlacedNode {
  /** Index of the node above, which comes before; -1 for none. */
  readonly above: number;
}

/**
 * The part of a tree that there is room for: nodes by weight, each with those above it.
 * @param byWeight indices, those that matter most first; what is not named is left out
 * @returns the nodes in their order, with new indices
 */
export function cutNodes<N extends PlacedNode>(nodes: readonly N[], byWeight: Iterable<number>, most: number): N[] {
  const isKept = new Uint8Array(nodes.length);
  let kept = 0;
  for (const index of byWeight) {
    if (kept === most) break;
    const way = wayTo(nodes, index, isKept, most - kept);
    for (const node of way) isKept[node] = 1;
    kept += way.length;
  }
  return renumber(nodes, isKept);
}

/** A node and those above it that are not kept yet; none when there is no room for all of them. */
function wayTo(nodes: readonly PlacedNode[], index: number, isKept: Uint8Array, room: number): readonly number[] {
  const way: number[] = [];
  for (let node = index; node >= 0 && isKept[node] === 0; node = nodes[node]?.above ?? -1) {
    if (way.length === room) return [];
    way.push(node);
  }
  return way;
}

function renumber<N extends PlacedNode>(nodes: readonly N[], isKept: Uint8Array): N[] {
  const newIndex = new Int32Array(nodes.length);
  const left: N[] = [];
  for (const [index, node] of nodes.entries()) {
    if (isKept[index] === 0) continue;
    newIndex[index] = left.length;
    left.push({ ...node, above: newIndex[node.above] ?? -1 });
  }
  return left;
}
