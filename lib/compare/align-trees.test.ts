import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aSession } from '../testing/compare-sessions';
import { type AlignedNode, alignTrees } from './align-trees';
import { RunTree, type RunTreeNode } from './run-tree';

/** The tree of a run with these places; a number after a blank is how many spans one has. */
function treeOf(...places: readonly string[]): readonly RunTreeNode[] {
  const tree = new RunTree(['run_id']);
  const sketches = places.map((place) => {
    const [at = '', spans = '1'] = place.split(' ');
    return { at, states: Array.from({ length: Number(spans) }, () => 'present' as const) };
  });
  const { member, structure } = aSession({ sessionId: 's' }, sketches);
  tree.add(member, structure);
  return tree.nodes();
}

/** A line per node: `same fn`, `renamed old -> new`, indented by depth. */
function drawn(base: readonly RunTreeNode[], run: readonly RunTreeNode[]): string[] {
  const aligned = alignTrees(base, run);
  return aligned.map((node) => {
    const [before, after] = [base[node.base]?.label, run[node.run]?.label];
    const names = node.status === 'renamed' ? `${before} -> ${after}` : (after ?? before);
    return `${'  '.repeat(depthOf(aligned, node))}${node.status} ${names}`;
  });
}

function depthOf(aligned: readonly AlignedNode[], node: AlignedNode): number {
  let depth = 0;
  for (let up = aligned[node.above]; up !== undefined; up = aligned[up.above]) depth++;
  return depth;
}

describe('alignTrees', () => {
  it('takes equal steps below the same place for the same, and no others', () => {
    expect(drawn(treeOf('fn', 'fn/chat', 'fn/zip'), treeOf('fn', 'fn/chat', 'fn/chat/zip'))).toEqual([
      'same fn',
      '  same chat',
      '    new zip',
      '  gone zip',
    ]);
  });

  it('knows a renamed node by what hangs below it, and follows its descendants', () => {
    const base = treeOf('fn', 'fn/answer', 'fn/answer/search', 'fn/answer/search/http', 'fn/judge');
    const run = treeOf('fn', 'fn/reply', 'fn/reply/search', 'fn/reply/search/http', 'fn/judge');
    expect(drawn(base, run)).toEqual([
      'same fn',
      '  same judge',
      '  renamed answer -> reply',
      '    same search',
      '      same http',
    ]);
  });

  it('knows a renamed leaf by its name, if that is nearly the same', () => {
    expect(drawn(treeOf('fn', 'fn/child_op'), treeOf('fn', 'fn/childOp'))).toEqual([
      'same fn',
      '  renamed child_op -> childOp',
    ]);
    expect(drawn(treeOf('fn', 'fn/tool_a'), treeOf('fn', 'fn/tool_b'))).toEqual([
      'same fn',
      '  gone tool_a',
      '  new tool_b',
    ]);
  });

  it('knows one that was renamed and got a new child by what is left below it', () => {
    const base = treeOf('answer', 'answer/search', 'answer/rank');
    const run = treeOf('answerer', 'answerer/search', 'answerer/rank', 'answerer/cache');
    expect(drawn(base, run)).toEqual(['renamed answer -> answerer', '  new cache', '  same rank', '  same search']);
  });

  it('guesses nothing when two are equally alike', () => {
    const base = treeOf('fn', 'fn/answer', 'fn/answer/search');
    const run = treeOf('fn', 'fn/reply', 'fn/reply/search', 'fn/write', 'fn/write/search');
    expect(drawn(base, run).filter((line) => line.includes('renamed'))).toEqual([]);
    expect(drawn(run, base).filter((line) => line.includes('renamed'))).toEqual([]);
  });

  it('looks at all that hangs below, not only at what is next', () => {
    const base = treeOf('fn', 'fn/answer', 'fn/answer/search', 'fn/answer/search/http');
    const run = treeOf(
      ...['fn', 'fn/reply', 'fn/reply/search', 'fn/reply/search/http'],
      ...['fn/write', 'fn/write/search', 'fn/write/search/cache'],
    );
    expect(drawn(base, run).filter((line) => line.includes('renamed'))).toEqual(['  renamed answer -> reply']);
  });

  it('still tells two apart that were renamed in the same way', () => {
    const base = treeOf('fn', 'fn/retrieve_docs', 'fn/judge_answer');
    const run = treeOf('fn', 'fn/retrieveDocs', 'fn/judgeAnswer');
    expect(drawn(base, run)).toEqual([
      'same fn',
      '  renamed judge_answer -> judgeAnswer',
      '  renamed retrieve_docs -> retrieveDocs',
    ]);
  });

  it('knows a node whose scope or kind became another', () => {
    const inScope = (step: string) => treeOf('chat').map((node) => ({ ...node, step }));
    expect(drawn(inScope('openai.v1:1:chat'), inScope('openai:3:chat'))).toEqual(['renamed chat -> chat']);
  });

  it('looks among too many for the biggest only', () => {
    const many = Array.from({ length: 200 }, (_, i) => `fn/${'abcdefgh'[i % 8]}${i} 1`);
    const base = treeOf('fn', 'fn/retrieve_docs 50', ...many);
    const run = treeOf('fn', 'fn/retrieveDocs 50', ...many.map((place) => place.replace('fn/', 'fn/other_')));
    const renamed = drawn(base, run).filter((line) => line.includes('renamed'));
    expect(renamed).toContain('  renamed retrieve_docs -> retrieveDocs');
    expect(renamed.length).toBeLessThanOrEqual(64);
  });

  it('has every node of both once, after the one above it, and the same pairs the other way round', () => {
    const name = fc.constantFrom('retrieve_docs', 'retrieveDocs', 'chat', 'chat_model', 'x', 'zip', '__proto__');
    const places = fc.array(fc.tuple(fc.nat(12), name), { maxLength: 12 }).map((list) => {
      const all: string[] = [];
      for (const [above, own] of list) {
        const parent = all[above - 1];
        all.push(parent === undefined ? own : `${parent}/${own}`);
      }
      return [...new Set(all)];
    });
    fc.assert(
      fc.property(places, places, (basePlaces, runPlaces) => {
        const [base, run] = [treeOf(...basePlaces), treeOf(...runPlaces)];
        const aligned = alignTrees(base, run);
        const indexes = (side: 'base' | 'run') => aligned.map((node) => node[side]).filter((index) => index >= 0);
        expect(indexes('base').sort((a, b) => a - b)).toEqual([...base.keys()]);
        expect(indexes('run').sort((a, b) => a - b)).toEqual([...run.keys()]);
        for (const [i, node] of aligned.entries()) {
          expect(node.above).toBeLessThan(i);
          if (node.base >= 0) expect(base[node.base]?.above).toBe(aligned[node.above]?.base ?? -1);
          if (node.run >= 0) expect(run[node.run]?.above).toBe(aligned[node.above]?.run ?? -1);
        }
        const pairs = (list: readonly string[]) => [...list].sort();
        expect(pairs(alignTrees(run, base).map((node) => `${node.run} ${node.base}`))).toEqual(
          pairs(aligned.map((node) => `${node.base} ${node.run}`)),
        );
      }),
    );
  });
});
