import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildForest, type Forest, type TreeSpan } from './build-forest';
import { flattenRows, guidesOf, type RowOptions, type TreeRow } from './flatten-rows';
import { nextBreak } from './next-break';

const ALL: RowOptions = { collapsed: new Set(), isProblem: () => false, onlyProblems: false };

function forestOf(words: string): { forest: Forest; spans: TreeSpan[] } {
  const spans = words.split(' ').map((word, start): TreeSpan => {
    const [spanId = '', parentSpanId = null] = word.split('<');
    return { traceId: 't', spanId, parentSpanId, start };
  });
  return { spans, forest: buildForest(spans, { settled: true }) };
}

/** Rows for reading: `-` dimmed, `+n` problems below, `[n]` a gap. */
function draw(spans: readonly TreeSpan[], rows: readonly TreeRow[]): string[] {
  return rows.map((row) => {
    const indent = '  '.repeat(row.depth);
    if (row.kind === 'gap')
      return `${indent}[${row.hidden} hidden${row.hiddenProblems > 0 ? `, ${row.hiddenProblems} bad` : ''}]`;
    if (row.kind === 'ghost') return `${indent}(${row.ghost.spanId})`;
    return `${indent}${row.isDimmed ? '-' : ''}${spans[row.node]?.spanId}${row.isProblem ? '!' : ''}`;
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
    expect(draw(spans, flattenRows(forest, ALL))).toEqual([
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
    const rows = flattenRows(forest, { ...ALL, isProblem: (span) => span === A2, onlyProblems: true });
    expect(draw(spans, rows)).toEqual([
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
    const rows = flattenRows(forest, { ...ALL, isProblem: (span) => span === A2, matches: new Set([5]) });
    expect(draw(spans, rows)).toEqual([
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
    const rows = flattenRows(forest, { ...ALL, collapsed: new Set([1]), isProblem: (span) => span === A2 });
    expect(draw(spans, rows)).toEqual(['root', '  a', '  b', '    b1', '    b2', '(gone)', '  o']);
    expect(rows[1]).toMatchObject({ expanded: false, spansBelow: 2, problemsBelow: 1 });
  });

  it('gives assistive technology the position among the rows under one parent, the gap row included', () => {
    const { forest } = forestOf(WORDS);
    const rows = flattenRows(forest, { ...ALL, isProblem: (span) => span === A2, onlyProblems: true });
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
    expect(guidesOf(flattenRows(forest, ALL), 2, 10)).toEqual([true, true]);
    expect(guidesOf(flattenRows(forest, ALL), 5, 10)).toEqual([false, true]);
    expect(guidesOf(flattenRows(forest, ALL), 5, 1)).toEqual([false]);
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
          const collapsed = new Set(shut);
          const rows = flattenRows(forest, { collapsed, isProblem: (span) => problems.has(span), onlyProblems: only });
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

describe('nextBreak', () => {
  const { forest } = forestOf(WORDS);
  const breaks = new Set([2, 6]);

  it('goes on to the next break in tree order and round at the end', () => {
    expect(nextBreak(forest, (span) => breaks.has(span), null, 1)).toBe(2);
    expect(nextBreak(forest, (span) => breaks.has(span), 2, 1)).toBe(6);
    expect(nextBreak(forest, (span) => breaks.has(span), 6, 1)).toBe(2);
  });

  it('goes back, and to the last one from nowhere', () => {
    expect(nextBreak(forest, (span) => breaks.has(span), null, -1)).toBe(6);
    expect(nextBreak(forest, (span) => breaks.has(span), 6, -1)).toBe(2);
  });

  it('finds nothing where there is none, and the only one from itself', () => {
    expect(nextBreak(forest, () => false, null, 1)).toBeNull();
    expect(nextBreak(forest, (span) => span === 4, 4, 1)).toBe(4);
  });
});
