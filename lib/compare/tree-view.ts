import { hashText } from '../domain/hash-text';
import { at, intAt } from '../trace/at';
import type { RunTreeNode } from './run-tree';

/** A run's tree read from the top, and asked what hangs below a node. */
export class TreeView {
  readonly nodes: readonly RunTreeNode[];
  readonly #below: readonly (readonly number[])[];
  #hashes: Int32Array | null = null;

  constructor(nodes: readonly RunTreeNode[]) {
    this.nodes = nodes;
    const below: number[][] = Array.from({ length: nodes.length + 1 }, () => NONE);
    for (const [i, { above }] of nodes.entries()) {
      const siblings = at(below, above + 1);
      if (siblings === NONE) below[above + 1] = [i];
      else siblings.push(i);
    }
    this.#below = below;
  }

  /** Indexes of the nodes directly below a node; of -1, of those that have none above. */
  below(node: number): readonly number[] {
    return at(this.#below, node + 1);
  }

  /** Equal for nodes below which everything is equal, whatever they are called themselves. */
  hashBelow(node: number): number {
    this.#hashes ??= this.#hashAll();
    return intAt(this.#hashes, node);
  }

  /** Sums, so that the order of siblings does not matter. */
  #hashAll(): Int32Array {
    const hashes = new Int32Array(this.nodes.length);
    const ofStep = new Map<string, number>();
    for (let i = this.nodes.length - 1; i >= 0; i--) {
      const { above, step } = at(this.nodes, i);
      if (above < 0) continue;
      const own = ofStep.get(step) ?? Number.parseInt(hashText(step).slice(0, 8), 16);
      ofStep.set(step, own);
      const mixed = Math.imul(own ^ Math.imul(intAt(hashes, i), 0x9e3779b1), 0x85ebca6b);
      hashes[above] = intAt(hashes, above) + (mixed ^ (mixed >>> 15));
    }
    return hashes;
  }
}

/** Shared by all that have nothing below them; never written to. */
const NONE: number[] = [];
