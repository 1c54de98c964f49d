import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aSession, type ComparableSession } from '../testing/compare-sessions';
import { Dice } from '../testing/dice';
import { PLANNED_KEYS, planRuns } from '../testing/planned-runs';
import { pathHash } from '../trace/path-signature';
import { RunTree, type RunTreeNode } from './run-tree';

function treeOf(sessions: readonly ComparableSession[], keys: readonly string[] = ['run_id']): RunTree {
  const tree = new RunTree(keys);
  for (const { member, structure } of sessions) tree.add(member, structure);
  return tree;
}

function drawn(nodes: readonly RunTreeNode[]): string[] {
  return nodes.map(({ above, label, spans, datapoints }) => `${above} ${label}: ${spans} in ${datapoints}`);
}

describe('RunTree', () => {
  it('has one node for a place of all sessions, siblings by name', () => {
    const tree = treeOf([
      aSession({ sessionId: 's1', datapointId: 'd1' }, [
        { at: 'fn' },
        { at: 'fn/tool', states: ['present', 'missing'] },
      ]),
      aSession({ sessionId: 's2', datapointId: 'd2' }, [{ at: 'fn' }, { at: 'fn/chat' }, { at: 'fn/tool' }]),
    ]);
    const nodes = tree.nodes();
    expect(drawn(nodes)).toEqual(['-1 fn: 2 in 2', '0 chat: 1 in 1', '0 tool: 3 in 2']);
    expect(nodes[2]?.counts).toMatchObject([{ present: 2, missing: 1 }]);
    expect(nodes[2]?.path).toBe(pathHash(pathHash('', 'scope:1:fn'), 'scope:1:tool'));
  });

  it('counts a repeated datapoint once, and sessions without an id each for themselves', () => {
    const tree = treeOf([
      aSession({ sessionId: 's1', datapointId: 'd1' }, [{ at: 'fn' }]),
      aSession({ sessionId: 's2', datapointId: 'd1' }, [{ at: 'fn' }, { at: 'fn/late' }]),
      aSession({ sessionId: 's3', datapointId: 'd1' }, [{ at: 'fn' }, { at: 'fn/late' }]),
      aSession({ sessionId: 's4' }, [{ at: 'fn' }]),
      aSession({ sessionId: 's5' }, [{ at: 'fn' }]),
    ]);
    expect(drawn(tree.nodes())).toEqual(['-1 fn: 5 in 3', '0 late: 2 in 1']);
  });

  it('does not count a datapoint of which only the place is known: a parent that never came', () => {
    const tree = treeOf([aSession({ sessionId: 's1' }, [{ at: '?', states: [] }, { at: '?/llm' }])]);
    expect(drawn(tree.nodes())).toEqual(['-1 ?: 0 in 0', '0 llm: 1 in 1']);
    expect(tree.nodes()[0]?.example).toBeNull();
  });

  it('shows one of the worst spans: a bad key before a sent key that is not preserved', () => {
    const lost = { at: 'fn', sent: { model: 'lost' } } as const;
    const examples = (...sessions: ComparableSession[]) => treeOf(sessions).nodes()[0];
    const good = aSession({ sessionId: 'a' }, [{ at: 'fn' }]);
    const odd = aSession({ sessionId: 'b' }, [lost]);
    const bad = aSession({ sessionId: 'c', datapointId: 'd' }, [{ at: 'fn', states: ['present', 'missing'] }]);
    expect(examples(good, odd)).toMatchObject({ example: { sessionId: 'b' }, unpreserved: 1 });
    expect(examples(good, odd, bad)?.example).toEqual({
      sessionId: 'c',
      datapointId: 'd',
      traceId: 'trace of c',
      spanId: 'fn 1',
      name: 'fn',
    });
  });

  it('reads sessions that were judged for other keys, or for the same ones in another order', () => {
    const sessions = [
      aSession({ sessionId: 's1' }, [{ at: 'fn', states: ['missing'] }], ['tenant', 'run_id']),
      aSession({ sessionId: 's2' }, [{ at: 'fn' }], ['run_id', 'dataset_id']),
    ];
    const [node] = treeOf(sessions, ['dataset_id', 'run_id']).nodes();
    expect(node?.counts).toMatchObject([
      { present: 1, missing: 0 },
      { present: 1, missing: 1 },
    ]);
  });

  it('names the causes of all sessions, in one order', () => {
    const cellWith = (causes: readonly ('trace-split' | 'attribute-limit')[]) => {
      const [node] = aSession({ sessionId: 's' }, [{ at: 'fn', states: ['missing'] }]).structure.nodes;
      return { cells: (node?.cells ?? []).map((cell) => ({ ...cell, causes })) };
    };
    const sessions = [cellWith(['attribute-limit']), cellWith(['trace-split'])].map((overrides, i) =>
      aSession({ sessionId: `s${i}` }, [{ at: 'fn', overrides }]),
    );
    expect(treeOf(sessions).nodes()[0]?.causes).toEqual([['trace-split', 'attribute-limit']]);
  });

  it('is the same for every order of adding, apart from its own numbers', () => {
    const told = (sessions: readonly ComparableSession[]) =>
      treeOf(sessions, PLANNED_KEYS)
        .nodes()
        .map(({ id: _, ...node }) => node);
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { base } = planRuns(seed, { nodes: 8, datapoints: 4 });
        expect(told(new Dice(seed).shuffle(base))).toEqual(told(base));
      }),
      { numRuns: 300 },
    );
  });

  it('tells for every node of a structure which of its own it is', () => {
    const { member, structure } = aSession({ sessionId: 's1' }, [{ at: 'fn' }, { at: 'fn/b' }, { at: 'fn/a' }]);
    const tree = new RunTree(['run_id']);
    const places = [...tree.add(member, structure)];
    const labels = new Map(tree.nodes().map(({ id, label }) => [id, label]));
    expect(places.map((place) => labels.get(place))).toEqual(['fn', 'b', 'a']);
  });
});
