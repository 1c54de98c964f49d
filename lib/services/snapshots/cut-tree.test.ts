import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ComparedRow } from '../../contracts/compare';
import type { MergedTree, TreeNodeDto } from '../../contracts/structure';
import { cutTree } from './cut-tree';

function side(missing: number): NonNullable<TreeNodeDto['run']> {
  const counts = { present: 1, missing, conflicting: 0, malformed: 0, unattributable: 0, pending: 0, notApplicable: 0 };
  return { spans: 1 + missing, datapoints: 1, counts: [counts], unpreserved: 0, example: null };
}

/** @param differs indexes of nodes with a missing key in the candidate only */
function aTree(above: readonly number[], differs: readonly number[] = []): MergedTree {
  const nodes = above.map((parent, index) => ({
    path: `p${index}`,
    above: parent,
    label: `n${index}`,
    repeats: false,
    status: 'same' as const,
    renamedFrom: null,
    base: side(0),
    run: side(differs.includes(index) ? 1 : 0),
  }));
  return { keys: ['run_id'], nodes, left: 0, unjudgedSessions: 0 };
}

const rowAt = (path: string) => ({ path }) as ComparedRow;
const labels = ({ nodes }: MergedTree) => nodes.map(({ label }) => label);

describe('a tree that is too big to share', () => {
  test('is left as it is when it is not', () => {
    const tree = aTree([-1, 0]);
    expect(cutTree(tree, [], 2)).toBe(tree);
  });

  test('keeps the gravest row with the nodes above it, then what differs, then the top', () => {
    //           0   1  2  3   4  5  6
    const tree = aTree([-1, 0, 1, 0, -1, 4, 5], [6]);
    expect(labels(cutTree(tree, [rowAt('p2')], 3))).toEqual(['n0', 'n1', 'n2']);
    expect(labels(cutTree(tree, [rowAt('p2')], 6))).toEqual(['n0', 'n1', 'n2', 'n4', 'n5', 'n6']);
    expect(labels(cutTree(tree, [], 4))).toEqual(['n0', 'n4', 'n5', 'n6']);
  });

  test('a difference deeper than there is room for does not push out the top', () => {
    const chain = Array.from({ length: 10_000 }, (_, index) => index - 1);
    const cut = cutTree(aTree(chain, [9_999]), [rowAt('p9999')], 3);
    expect(labels(cut)).toEqual(['n0', 'n1', 'n2']);
    expect(cut.left).toBe(9_997);
  });

  test('stays a tree, full, and says how many nodes are left out', () => {
    const forest = fc
      .array(fc.nat(), { minLength: 1, maxLength: 40 })
      .map((seeds) => seeds.map((seed, index) => (seed % (index + 1)) - 1));
    fc.assert(
      fc.property(forest, fc.array(fc.nat(39)), fc.nat(45), (above, differs, most) => {
        const tree = aTree(above, differs);
        const cut = cutTree(tree, [], most);
        expect(cut.nodes.length).toBe(Math.min(most, above.length));
        expect(cut.left).toBe(above.length - cut.nodes.length);
        for (const [index, node] of cut.nodes.entries()) {
          const original = Number(node.label.slice(1));
          const parent = above[original] ?? -1;
          expect(node.above).toBeLessThan(index);
          expect(cut.nodes[node.above]?.label).toBe(parent < 0 ? undefined : `n${parent}`);
        }
      }),
    );
  });
});
