import { describe, expect, it } from 'vitest';
import type { ComparedCell, Comparison } from '../domain/comparison';
import type { AttributionState } from '../domain/states';
import { aSession, type ComparableSession, compareSessions, type NodeSketch } from '../testing/compare-sessions';

const STATE_OF: Readonly<Record<string, AttributionState>> = {
  g: 'present',
  b: 'missing',
  p: 'pending',
  c: 'conflicting',
};

/**
 * A run with one place, `fn`. One word for every datapoint, one letter for every session of it: good, bad, pending,
 * conflicting.
 */
function runOf(name: string, words: readonly string[], idsFrom = 0): ComparableSession[] {
  return words.flatMap((word, d) =>
    [...word].map((letter, nth) =>
      aSession({ sessionId: `${name} ${d} ${nth}`, datapointId: `d${d + idsFrom}` }, [
        { at: 'fn', states: [STATE_OF[letter] ?? 'present'] },
      ]),
    ),
  );
}

function times(count: number, word: string): string[] {
  return Array.from({ length: count }, () => word);
}

function compareWords(base: readonly string[], run: readonly string[]): Comparison {
  return compareSessions(runOf('base', base), runOf('run', run));
}

function onlyCell({ cells }: Comparison): ComparedCell {
  const [cell] = cells;
  if (cell === undefined || cells.length !== 1) throw new Error(`${cells.length} cells`);
  return cell;
}

/** Grade and text of the only regression. */
function graded(base: readonly string[], run: readonly string[]): string {
  const { grade, gradeText } = onlyCell(compareWords(base, run));
  return `${grade}: ${gradeText}`;
}

/** One datapoint's session with these places. */
function lone(sessionId: string, sketches: readonly NodeSketch[]): ComparableSession[] {
  return [aSession({ sessionId, datapointId: 'd1' }, sketches)];
}

describe('the grade of a regression', () => {
  it('is confirmed when every datapoint lost the key and a steady baseline had it', () => {
    expect(graded(times(8, 'g'), times(8, 'b'))).toBe(
      'confirmed: All 8 datapoints lost it and none of the 8 of the baseline did: certain.',
    );
  });

  it('is confirmed for the very same two datapoints: each is its own control', () => {
    expect(graded(['g', 'g'], ['b', 'b'])).toBe(
      'confirmed: Both datapoints lost it, and the same two had it in the baseline: certain.',
    );
  });

  it('is not confirmed by two datapoints of a baseline that says something of only one of them', () => {
    expect(graded(['g', 'p'], ['b', 'b'])).toMatch(/^suspected: 2 of 2 datapoints against 0 of 1: may be chance/);
  });

  it('is suspected for a single datapoint that was run once', () => {
    expect(graded(['g'], ['b'])).toBe(
      'suspected: 1 of 1 datapoint against 0 of 1: may be chance (p = 0.50); repeat the run to be sure.',
    );
  });

  it('is confirmed for a single datapoint by its repetitions, if all of them agree', () => {
    expect(graded(['ggg'], ['bb'])).toBe(
      'confirmed: Both sessions of the datapoint lost it and none of the 3 of the baseline did: certain.',
    );
    expect(graded(['ggg'], ['bg'])).toMatch(/^suspected/);
    expect(graded(['gg'], ['bb'])).toMatch(/^suspected/);
  });

  it('is a matter of a test when only some datapoints lost it', () => {
    expect(graded(times(20, 'g'), [...times(3, 'b'), ...times(17, 'g')])).toBe(
      'suspected: 3 of 20 datapoints against 0 of 20: may be chance (p = 0.12); repeat the run to be sure.',
    );
    expect(graded(times(20, 'g'), [...times(5, 'b'), ...times(15, 'g')])).toBe(
      'confirmed: 5 of 20 datapoints against 0 of 20: hardly chance (p = 0.024).',
    );
  });

  it('rests on the rate of a baseline of a hundred datapoints', () => {
    const some = compareSessions(
      runOf('base', times(100, 'g')),
      runOf('run', [...times(3, 'b'), ...times(17, 'g')], 1000),
    );
    expect(onlyCell(some)).toMatchObject({ grade: 'confirmed', p: expect.closeTo(0.021, 3) });
  });

  it('allows for the number of places that were tested', () => {
    const places = Array.from({ length: 12 }, (_, i) => `step_${'abcdefghijkl'[i]}`);
    const runWith = (name: string, isBad: (place: number, datapoint: number) => boolean) =>
      Array.from({ length: 20 }, (_, d) =>
        aSession(
          { sessionId: `${name} ${d}`, datapointId: `d${d}` },
          places.map((at, p) => ({ at, states: [isBad(p, d) ? 'missing' : 'present'] })),
        ),
      );
    const base = runWith('base', () => false);
    const run = runWith('run', (place, d) => (place === 0 ? d < 5 : d === place));
    const comparison = compareSessions(base, run);
    expect(comparison.grade).toBe('suspected');
    expect(comparison.cells[0]?.gradeText).toBe(
      '5 of 20 datapoints against 0 of 20: may be chance among 12 tests (p = 0.024); repeat the run to be sure.',
    );
    const allOfFive = compareSessions(
      base,
      runWith('run', (_place, d) => d < 5),
    );
    expect(allOfFive.cells.map(({ grade }) => grade)).toEqual(times(12, 'confirmed'));
  });

  it('never goes beyond suspected for what was missing before, but does not hide that it got worse', () => {
    const comparison = compareWords([...times(2, 'b'), ...times(18, 'g')], [...times(18, 'b'), ...times(2, 'g')]);
    expect(comparison).toMatchObject({ verdict: 'regressed', grade: 'suspected' });
    expect(onlyCell(comparison)).toMatchObject({
      state: 'still-missing',
      grade: 'suspected',
      datapoints: { newlyMissing: 16, fixed: 0, stillMissing: 2 },
      gradeText:
        '18 of 20 datapoints against 2 of 20: worse than before (p < 0.001), but not certain, because the baseline is not good either.',
    });
    expect(comparison.keys[0]?.datapoints).toEqual({ newlyMissing: 16, fixed: 0, stillMissing: 2 });
    expect(comparison.sentence).toBe(
      'Regressed: run_id is bad in more datapoints than before on the only path. Nothing was fixed.',
    );
  });

  it('is an improvement the other way round, and nothing when hardly anything changed', () => {
    const [few, many] = [
      [...times(2, 'b'), ...times(18, 'g')],
      [...times(18, 'b'), ...times(2, 'g')],
    ];
    expect(compareWords(many, few)).toMatchObject({
      verdict: 'improved',
      sentence: 'Improved: run_id is bad in fewer datapoints than before on the only path. Nothing got worse.',
      cells: [{ state: 'still-missing', grade: null, datapoints: { newlyMissing: 0, fixed: 16, stillMissing: 2 } }],
    });
    expect(compareWords([...times(3, 'b'), ...times(17, 'g')], few)).toMatchObject({ verdict: 'unchanged' });
  });
});

describe('a cell', () => {
  it('says in how many datapoints and spans it is bad, how sure that is, and shows a bad span', () => {
    const run = [
      ...lone('run', [{ at: 'fn', states: ['present', 'missing', 'conflicting'] }]),
      aSession({ sessionId: 'other', datapointId: 'd2' }, [{ at: 'fn' }]),
    ];
    const cell = onlyCell(compareSessions(runOf('base', ['g', 'g', 'g']), run));
    expect(cell).toMatchObject({ state: 'newly-missing', baselineState: 'new', flake: 'intermittent' });
    expect(cell.run).toMatchObject({ datapoints: 2, bad: 1, spans: 4, badSpans: 2, worst: 'conflicting' });
    expect(cell.run?.example).toMatchObject({ sessionId: 'run', spanId: 'fn 1', datapointId: 'd1' });
    expect(cell.run?.interval).toEqual([expect.closeTo(0.0945, 4), expect.closeTo(0.9055, 4)]);
    expect(cell.base).toMatchObject({ datapoints: 2, bad: 0, worst: 'present' });
  });

  it('that is missing in both runs says whether it is so in the same way', () => {
    expect(onlyCell(compareWords(['b'], ['b']))).toMatchObject({ state: 'still-missing', baselineState: 'unchanged' });
    const other = compareWords(['b'], ['c']);
    expect(onlyCell(other)).toMatchObject({ state: 'still-missing', baselineState: 'updated' });
    expect(other.keys[0]).toMatchObject({ stillMissing: 1, changed: 1 });
  });

  it('is not comparable where one run waits for a verdict', () => {
    expect(onlyCell(compareWords(['g'], ['p']))).toMatchObject({
      state: 'not-comparable',
      baselineState: 'unchanged',
      run: null,
      gradeText: 'The candidate says nothing of the key here.',
    });
    expect(onlyCell(compareWords(['p'], ['b']))).toMatchObject({ state: 'not-comparable', baselineState: 'new' });
    expect(compareWords(['p'], ['p']).cells).toEqual([]);
  });

  it('of a sent key tells moved from lost, and shows a span of which the key is not preserved', () => {
    const sent = (state: 'preserved' | 'moved' | 'lost') =>
      ({ at: 'fn', sent: { model: state, prompt: 'preserved' } }) as const;
    const base = lone('base', [sent('preserved')]);
    const moved = compareSessions(base, lone('run', [sent('moved')]));
    expect(onlyCell(moved)).toMatchObject({ kind: 'sent', key: 'model', state: 'moved', run: { worst: 'moved' } });
    expect(moved.sentence).toBe('Regressed: sent key model is stored elsewhere now; suspected. Nothing was fixed.');
    const lost = compareSessions(base, lone('run', [sent('lost')]));
    expect(onlyCell(lost)).toMatchObject({ state: 'newly-missing', run: { example: { spanId: 'fn 0' } } });
    expect(lost.sentKeys.map(({ key }) => key)).toEqual(['model', 'prompt']);
    expect(lost.sentKeys[0]?.run).toEqual({ good: 0, judged: 1 });
  });

  it('has a fingerprint that stays when runs, times and numbers are others, and the state, too', () => {
    const print = (comparison: Comparison) => comparison.cells.map(({ fingerprint }) => fingerprint);
    const known = print(compareWords(['g'], ['b']));
    expect(print(compareWords(['g', 'g', 'g'], ['b', 'b', 'g']))).toEqual(known);
    expect(print(compareWords(['b'], ['b']))).toEqual(known);
    expect(print(compareWords(['b'], ['g']))).toEqual(known);
    expect(print(compareWords(['g'], ['c']))).not.toEqual(known);
  });

  it('counts only datapoints of both runs, while shares are of all spans', () => {
    const comparison = compareWords(['g', 'g'], ['g', 'g', 'b', 'b']);
    expect(comparison).toMatchObject({ verdict: 'unchanged', cells: [], alignment: { matched: 2, onlyRun: 2 } });
    expect(comparison.keys[0]?.run).toEqual({ good: 2, judged: 4 });
  });

  it('is never a regression on a path that only one run has', () => {
    const base = lone('base', [{ at: 'fn' }, { at: 'fn/old', states: ['missing'] }]);
    const run = lone('run', [{ at: 'fn' }, { at: 'fn/other', states: ['missing'] }]);
    const comparison = compareSessions(base, run);
    expect(comparison).toMatchObject({ verdict: 'unchanged', grade: null });
    expect(comparison.cells.map(({ state, base: before, run: after }) => [state, before?.bad, after?.bad])).toEqual([
      ['new-path', undefined, 1],
      ['gone-path', 1, undefined],
    ]);
    expect(comparison.sentence).toBe(
      'Nothing changed: no attribution difference in 2 spans of 1 datapoint. 1 path is new, 1 path is gone. run_id is missing on 1 new path.',
    );
  });

  it('is compared for a node that was renamed', () => {
    const base = lone('base', [{ at: 'child_op' }]);
    const run = lone('run', [{ at: 'childOp', states: ['missing'] }]);
    const comparison = compareSessions(base, run);
    expect(comparison.nodes).toMatchObject([{ label: 'childOp', status: 'renamed', renamedFrom: 'child_op' }]);
    expect(onlyCell(comparison)).toMatchObject({ node: 0, state: 'newly-missing', grade: 'suspected' });
  });
});

describe('the cells of a comparison', () => {
  it('come gravest first', () => {
    const places = ['fixed', 'gone', 'half', 'lost', 'new', 'still', 'sent'];
    const states = {
      base: { fixed: 'missing', gone: 'missing', still: 'missing' } as Record<string, AttributionState>,
      run: { lost: 'missing', new: 'missing', still: 'missing', half: 'missing' } as Record<string, AttributionState>,
    };
    const runWith = (side: 'base' | 'run') =>
      ['d1', 'd2', 'd3', 'd4'].map((datapointId, d) =>
        aSession(
          { sessionId: `${side} ${datapointId}`, datapointId },
          places
            .filter((place) => place !== (side === 'base' ? 'new' : 'gone'))
            .map((at) => {
              const isGood = at === 'half' && d > 1;
              const sent: NodeSketch['sent'] = at === 'sent' ? { model: side === 'base' ? 'preserved' : 'lost' } : {};
              return { at, sent, states: [(isGood ? undefined : states[side][at]) ?? 'present'] };
            }),
        ),
      );
    const { cells, nodes } = compareSessions(runWith('base'), runWith('run'));
    expect(cells.map(({ node, state, grade }) => `${nodes[node]?.label} ${state} ${grade}`)).toEqual([
      'lost newly-missing confirmed',
      'sent newly-missing confirmed',
      'half newly-missing suspected',
      'new new-path null',
      'still still-missing null',
      'gone gone-path null',
      'fixed fixed null',
    ]);
  });

  it('are all counted, and of too many the gravest listed', () => {
    const letters = [...'abcdefghij'];
    const names = letters.flatMap((a) =>
      letters.flatMap((b) => letters.flatMap((c) => letters.map((d) => a + b + c + d))),
    );
    const [first = '', ...others] = [...names, 'zzzz'];
    const sketches = (isRun: boolean) => [
      { at: first, states: [isRun ? ('present' as const) : ('missing' as const)] },
      ...others.map((at) => ({ at, states: [isRun ? ('missing' as const) : ('present' as const)] })),
    ];
    const comparison = compareSessions(lone('base', sketches(false)), lone('run', sketches(true)));
    expect(comparison.cellCount).toBe(10_001);
    expect(comparison.cells.map(({ state }) => state)).toEqual(times(10_000, 'newly-missing'));
    expect(comparison.nodes[comparison.cells.at(-1)?.node ?? 0]?.label).toBe('zzzz');
  });
});

describe('the datapoints of a comparison', () => {
  it('come most newly missing first, those in one run only last', () => {
    const { datapoints } = compareWords(['g', 'g', 'b', 'g'], ['g', 'b', 'g']);
    expect(
      datapoints.map((one) => `${one.datapointId} ${one.match} ${one.newlyMissing} ${one.fixed} ${one.keys}`),
    ).toEqual(['d1 id 1 0 run_id', 'd0 id 0 0 ', 'd2 id 0 1 ', 'd3 only-base 0 0 ']);
  });

  it('are pooled when the runs have none in common: then none of them is newly missing', () => {
    const comparison = compareSessions(runOf('base', ['g', 'g', 'g']), runOf('run', ['b', 'b'], 10));
    expect(comparison.alignment).toMatchObject({ isPooled: true, matched: 0, onlyBase: 3, onlyRun: 2 });
    expect(onlyCell(comparison)).toMatchObject({
      state: 'newly-missing',
      grade: 'confirmed',
      datapoints: { newlyMissing: 0 },
    });
    expect(comparison.sentence).toBe(
      'Regressed: run_id is newly missing on the only path; confirmed. Nothing was fixed. No datapoint is in both runs, so all of each were compared.',
    );
  });

  it('take the sessions of a repeated one together: bad in one of them is bad', () => {
    const comparison = compareWords(['gg', 'gg', 'gg'], ['gb', 'gb', 'bg']);
    expect(onlyCell(comparison)).toMatchObject({ run: { datapoints: 3, bad: 3 }, flake: 'deterministic' });
  });
});

describe('the sentence of a comparison', () => {
  const sentenceOf = (base: readonly ComparableSession[], run: readonly ComparableSession[]) =>
    compareSessions(base, run).sentence;

  it('says so when there is nothing to compare', () => {
    const some = runOf('some', ['g']);
    expect(sentenceOf([], some)).toBe('Nothing to compare: the baseline has no judged span.');
    expect(sentenceOf(some, [])).toBe('Nothing to compare: the candidate has no judged span.');
    expect(sentenceOf([], [])).toBe('Nothing to compare: neither run has a judged span.');
    expect(sentenceOf(lone('base', [{ at: 'answer' }]), lone('run', [{ at: 'zip' }]))).toBe(
      'Nothing to compare: the runs have no path in common; 1 path is new, 1 path is gone.',
    );
  });

  it('says what is still missing when nothing changed', () => {
    expect(sentenceOf(runOf('base', ['b', 'g']), runOf('run', ['b', 'g']))).toBe(
      'Nothing changed: run_id is still missing on the only path.',
    );
  });

  it('says what could not be compared, and does not repeat endless names', () => {
    expect(sentenceOf(runOf('base', ['g', 'g']), runOf('run', ['p', 'p']))).toBe(
      'Nothing changed: no attribution difference in 2 spans of 2 datapoints. run_id is not comparable on 1 path.',
    );
    const sent = (state: 'preserved' | 'lost') => [{ at: 'fn', sent: { ['x'.repeat(5000)]: state } }];
    const sentence = sentenceOf(lone('base', sent('preserved')), lone('run', sent('lost')));
    expect(sentence).toContain(`sent key ${'x'.repeat(79)}… is no longer preserved`);
    expect(sentence.length).toBeLessThan(200);
  });

  it('names what got worse and what got better, keys with the same numbers together', () => {
    const keys = ['run_id', 'dataset_id', 'datapoint_id'];
    const session = (sessionId: string, bad: readonly string[], sent: NodeSketch['sent']) => {
      const made = aSession({ sessionId, datapointId: 'd1' }, [{ at: 'fn', sent: sent ?? {} }, { at: 'fn/llm' }], keys);
      const nodes = made.structure.nodes.map((node, i) => ({
        ...node,
        cells: node.cells.map((cell, key) =>
          i === 0 && bad.includes(keys[key] ?? '')
            ? { ...cell, counts: { ...cell.counts, present: 0, missing: 1 } }
            : cell,
        ),
      }));
      return [{ ...made, structure: { ...made.structure, nodes } }];
    };
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const allSent = (state: 'preserved' | 'lost') => Object.fromEntries(names.map((name) => [name, state] as const));
    const base = session('base', ['datapoint_id'], allSent('preserved'));
    const run = session('run', ['run_id', 'dataset_id'], allSent('lost'));
    expect(compareSessions(base, run, keys).sentence).toBe(
      'Mixed: run_id and dataset_id are newly missing on 1 of 2 paths, in 1 of 1 datapoint; suspected. Sent keys a, b, c, d and 2 more are no longer preserved; suspected. datapoint_id is fixed on 1 of 2 paths, in 1 of 1 datapoint.',
    );
  });
});
