import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutNodes } from './cut-nodes';

const trees = fc
  .array(fc.nat(), { minLength: 1, maxLength: 30 })
  .map((seeds) => seeds.map((seed, i) => ({ name: `n${i}`, above: (seed % (i + 1)) - 1 })));

describe('cutNodes', () => {
  it('keeps what matters most, each node with those above it', () => {
    const nodes = [-1, 0, 1, -1, 3].map((above, i) => ({ name: `n${i}`, above }));
    const kept = (byWeight: number[], most: number) => cutNodes(nodes, byWeight, most).map(({ name }) => name);
    expect(kept([4, 2, 0], 3)).toEqual(['n0', 'n3', 'n4']);
    expect(kept([4, 0], 5)).toEqual(['n0', 'n3', 'n4']);
    expect(kept([2, 4], 2)).toEqual(['n3', 'n4']);
    expect(cutNodes(nodes, [4], 2)).toEqual([
      { name: 'n3', above: -1 },
      { name: 'n4', above: 0 },
    ]);
  });

  it('leaves a tree with every node below the one it was below, in its order', () => {
    const ordered = trees.chain((nodes) => {
      const indices = nodes.map((_, i) => i);
      return fc.tuple(fc.constant(nodes), fc.shuffledSubarray(indices, { minLength: nodes.length }));
    });
    const property = fc.property(ordered, fc.nat(30), ([nodes, byWeight], most) => {
      const left = cutNodes(nodes, byWeight, most);
      expect(left).toHaveLength(Math.min(most, nodes.length));
      const aboveOf = (list: typeof nodes) => new Map(list.map(({ name, above }) => [name, list[above]?.name]));
      const before = aboveOf(nodes);
      for (const [name, above] of aboveOf(left)) expect(above).toBe(before.get(name));
      const places = left.map(({ name }) => nodes.findIndex((node) => node.name === name));
      expect(places).toEqual([...places].sort((a, b) => a - b));
    });
    fc.assert(property);
  });
});
