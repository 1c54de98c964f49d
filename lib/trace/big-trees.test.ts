import { describe, expect, test } from 'vitest';
import { BIG_SHAPES, type ParentOf } from '../testing/big-trees';
import { flagsAt } from '../testing/rows-of';
import { layTree, type TreeChoice } from './lay-tree';
import { nextStop } from './next-stop';
import { buildSessionTree, type SessionTree } from './session-tree';
import { type EncodableSpan, encodeSkeleton, type Skeleton } from './skeleton';
import { carryCollapsed, foldedAbove, nearestRow } from './tree-view';

const COUNT = 100_000;

function skeletonOf(count: number, parentOf: ParentOf): Skeleton {
  const idOf = (i: number) => i.toString(16).padStart(16, '0');
  const spans = Array.from({ length: count }, (_, i): EncodableSpan => {
    const parent = parentOf(i, count);
    const isLost = parent === 'gone';
    return {
      spanId: idOf(i),
      traceId: 'a'.repeat(32),
      parentSpanId: parent === null ? null : isLost ? `f${idOf(i).slice(1)}` : idOf(parent),
      parentState: parent === null ? 'root' : isLost ? 'missing' : 'resolved',
      parentSessionId: null,
      name: `step ${i % 100}`,
      kind: 1,
      type: 'chain',
      startUnixNano: 1_700_000_000_000_000_000n + BigInt(i) * 1_000n,
      endUnixNano: 1_700_000_000_000_000_000n + BigInt(i) * 1_000n + 500n,
      statusCode: 0,
      states: [i % 3 === 0 ? 'missing' : 'present'],
      custody: null,
      sightings: 1,
      variants: 1,
    };
  });
  const findings = spans
    .filter((_, i) => i % 3 === 0 && i % 500 === 0)
    .map(({ traceId, spanId }) => ({ keys: ['run_id'], span: { traceId, spanId }, shape: 'total', size: 1 }));
  return encodeSkeleton({ version: 'v', settled: true, keys: ['run_id'], spans, findings });
}

const choiceOf = (tree: SessionTree, choice: Partial<TreeChoice> = {}): TreeChoice => ({
  collapsed: new Uint8Array(tree.shape.order.length),
  onlyProblems: false,
  search: '',
  found: [],
  ...choice,
});

describe.each(BIG_SHAPES)('%s of 100,000 spans', (_name, parentOf) => {
  test('is built, laid out, searched, folded and walked', () => {
    const skeleton = skeletonOf(COUNT, parentOf);
    const tree = buildSessionTree(skeleton);
    expect(new Set(tree.shape.order).size).toBe(tree.shape.order.length);

    const all = layTree(tree, choiceOf(tree)).rows;
    expect(all.shown).toBe(COUNT);
    const problems = layTree(tree, choiceOf(tree, { onlyProblems: true })).rows;
    expect(problems.shown + problems.hidden).toBe(COUNT);
    const found = layTree(tree, choiceOf(tree, { search: 'STEP 42' }));
    expect(found.matchNodes).toHaveLength(COUNT / 100);
    const closed = flagsAt(tree.shape.order.length, tree.parents);
    expect(layTree(tree, choiceOf(tree, { collapsed: closed })).rows.length).toBeLessThanOrEqual(COUNT);
    expect(carryCollapsed(tree, tree, closed)).toEqual(closed);

    const deepest = tree.shape.order[tree.shape.order.length - 1] ?? 0;
    expect(foldedAbove(tree, closed, deepest)).toHaveLength(tree.shape.depth[deepest] ?? -1);
    expect(nearestRow(tree, all, deepest)).toBe(all.length);
    const stops = tree.breaks.map(({ node }) => node);
    for (let step = 0, stop: number | null = null; step < stops.length; step++) stop = nextStop(tree, stops, stop, 1);
  });
});
