import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optionsOf, rowsOf } from '../testing/rows-of';
import { buildForest, type Forest, type TreeSpan } from './build-forest';
import { flattenRows, guidesOf, type TreeRow } from './flatten-rows';

function forestOf(words: string): { forest: Forest; spans: TreeSpan[] } {
  const spans = words.split(' ').map((word, start): TreeSpan => {
    const [spanId = '', parentSpanId = null] = word.split('<');
    return { traceId: 't', spanId, parentSpanId, start };
  });
  return { spans, forest: buildForest(spans, { settled: true }) };
}

/** Rows for reading: `-` dimmed, `+n` problems below, `[n]` a gap. */
function draw(forest: Forest, spans: readonly TreeSpan[], rows: readonly TreeRow[], bad?: number): string[] {
  return rows.map((row) => {
    const indent = '  '.repeat(row.depth);
    if (row.kind === 'gap')
      return `${indent}[${row.hidden} hidden${row.hiddenProblems > 0 ? `, ${row.hiddenProblems} bad` : ''}]`;
    if (row.kind === 'ghost') return `${indent}(${forest.ghosts[row.node - forest.spanCount]?.spanId})`;
    return `${indent}${row.isDimmed ? '-' : ''}${spans[row.node]?.spanId}${row.node === bad ? '!' : ''}`;
  });
}

//  root
//    a
//      a1 a2!
//    b
//      b1 b2
//  (gone)
//    o
const WORDS = 'root a<root a1<a a2<a b<root b1<b b2<b o<gone';
const A2 = 3;

describe('flattenRows', () => {
  it('shows every span and ghost when nothing is collapsed or filtered', () => {
    const { forest, spans } = forestOf(WORDS);
    expect(draw(forest, spans, rowsOf(forest))).toEqual([
      'root',
      '  a',
      '    a1',
      '    a2',
      '  b',
      '    b1',
      '    b2',
      '(gone)',
      '  o',
    ]);
  });

  it('keeps the way to a problem, dimmed, and counts what it hides under the parent that is shown', () => {
    const { forest, spans } = forestOf(WORDS);
    const rows = rowsOf(forest, { isProblem: (span) => span === A2, onlyProblems: true });
    expect(draw(forest, spans, rows, A2)).toEqual([
      '-root',
      '  -a',
      '    a2!',
      '    [1 hidden]',
      '  [3 hidden]',
      '(gone)',
      '  [1 hidden]',
    ]);
  });

  it('never hides a problem by a search without saying so', () => {
    const { forest, spans } = forestOf(WORDS);
    const rows = rowsOf(forest, { isProblem: (span) => span === A2, matches: [5] });
    expect(draw(forest, spans, rows, A2)).toEqual([
      '-root',
      '  -b',
      '    b1',
      '    [1 hidden]',
      '  [3 hidden, 1 bad]',
      '[1 hidden]',
    ]);
  });

  it('leaves out what is below a collapsed row and says how many problems are there', () => {
    const { forest, spans } = forestOf(WORDS);
    const rows = rowsOf(forest, { collapsed: [1], isProblem: (span) => span === A2 });
    expect(draw(forest, spans, rows)).toEqual(['root', '  a', '  b', '    b1', '    b2', '(gone)', '  o']);
    expect(rows[1]).toMatchObject({ expanded: false, spansBelow: 2, problemsBelow: 1 });
  });

  it('gives assistive technology the position among the rows under one parent, the gap row included', () => {
    const { forest } = forestOf(WORDS);
    const rows = rowsOf(forest, { isProblem: (span) => span === A2, onlyProblems: true });
    expect(rows.map(({ posInSet, setSize }) => `${posInSet}/${setSize}`)).toEqual([
      '1/2',
      '1/2',
      '1/2',
      '2/2',
      '2/2',
      '2/2',
      '1/1',
    ]);
  });

  it('draws the guides of a row from its parents', () => {
    const { forest } = forestOf(WORDS);
    expect(guidesOf(flattenRows(forest, optionsOf(forest)), 2, 10)).toEqual([true, true]);
    expect(guidesOf(flattenRows(forest, optionsOf(forest)), 5, 10)).toEqual([false, true]);
    expect(guidesOf(flattenRows(forest, optionsOf(forest)), 5, 1)).toEqual([false]);
  });

  it('accounts for every span: shown, inside a gap, or below a collapsed row', () => {
    const anyTree = fc.array(fc.nat(30), { maxLength: 30 });
    fc.assert(
      fc.property(
        anyTree,
        fc.uniqueArray(fc.nat(40)),
        fc.uniqueArray(fc.nat(30)),
        fc.boolean(),
        (parents, shut, bad, only) => {
          const spans = parents.map((parent, i) => ({
            traceId: 't',
            spanId: `${i}`,
            parentSpanId: `${parent}`,
            start: i,
          }));
          const forest = buildForest(spans, { settled: true });
          const problems = new Set(bad);
          const wishes = { collapsed: shut, isProblem: (span: number) => problems.has(span), onlyProblems: only };
          const rows = rowsOf(forest, wishes);
          const { shown, hidden } = flattenRows(forest, optionsOf(forest, wishes));
          expect(shown).toBe(rows.filter(({ kind }) => kind === 'span').length);
          if (!only) expect(hidden).toBe(0);
          if (shut.length === 0) expect(shown + hidden).toBe(spans.length);
          let spansSeen = 0;
          for (const [index, row] of rows.entries()) {
            if (row.kind === 'gap') spansSeen += row.hidden;
            if (row.kind === 'span') spansSeen += 1;
            if (row.kind !== 'gap' && row.expanded === false) spansSeen += row.spansBelow;
            if (row.parentRow >= 0) expect(rows[row.parentRow]?.depth).toBe(row.depth - 1);
            expect(row.parentRow).toBeLessThan(index);
          }
          expect(spansSeen).toBe(spans.length);
          for (const span of problems) {
            const isBelowCollapsed = shut.length > 0;
            if (span >= spans.length || isBelowCollapsed) continue;
            expect(rows.some((row) => row.kind === 'span' && row.node === span)).toBe(true);
          }
        },
      ),
    );
  });
});
