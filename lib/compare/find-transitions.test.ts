import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findTransitions, type HistoryState, type Transition } from './find-transitions';

/** Runs R1, R2, …: `.` good, `x` bad, `?` unknown. */
function runsOf(drawing: string) {
  const states: Readonly<Record<string, HistoryState>> = { '.': 'good', x: 'bad', '?': 'unknown' };
  return [...drawing].map((mark, index) => ({ runId: `R${index + 1}`, state: states[mark] ?? 'unknown' }));
}

test('F15: of 30 runs with faults in 11 to 17 and from 25 on, three changes are told with their neighbours', () => {
  const isFaulty = (number: number) => (number >= 11 && number <= 17) || number >= 25;
  const drawing = Array.from({ length: 30 }, (_, index) => (isFaulty(index + 1) ? 'x' : '.')).join('');
  expect(findTransitions(runsOf(drawing))).toEqual([
    { kind: 'break', from: 'R10', to: 'R11', gap: 0 },
    { kind: 'repair', from: 'R17', to: 'R18', gap: 0 },
    { kind: 'break', from: 'R24', to: 'R25', gap: 0 },
  ]);
});

test.each<[string, string, readonly Transition[]]>([
  ['nothing changes in no runs', '', []],
  ['or in one', 'x', []],
  ['a fault that was always there did not break', 'xxxx', []],
  ['what nobody judged neither breaks nor repairs', '??..??..?', []],
  ['a change across unjudged runs says how many', '.??x', [{ kind: 'break', from: 'R1', to: 'R4', gap: 2 }]],
  [
    'unjudged runs elsewhere do not count',
    '?.x?x?.?',
    [
      { kind: 'break', from: 'R2', to: 'R3', gap: 0 },
      { kind: 'repair', from: 'R5', to: 'R7', gap: 1 },
    ],
  ],
])('%s', (_name, drawing, transitions) => {
  expect(findTransitions(runsOf(drawing))).toEqual(transitions);
});

/** Straight from the definition: two runs of known, different states with nothing known between them. */
function transitionsByPairs(runs: ReturnType<typeof runsOf>): readonly Transition[] {
  return runs.flatMap((from, i) =>
    runs.flatMap((to, j): Transition[] => {
      const between = runs.slice(i + 1, j);
      if (j <= i || between.some(({ state }) => state !== 'unknown')) return [];
      if (from.state === 'good' && to.state === 'bad')
        return [{ kind: 'break', from: from.runId, to: to.runId, gap: between.length }];
      if (from.state === 'bad' && to.state === 'good')
        return [{ kind: 'repair', from: from.runId, to: to.runId, gap: between.length }];
      return [];
    }),
  );
}

const drawing = fc.string({ unit: fc.constantFrom('.', 'x', '?'), maxLength: 40 });

test('exactly the neighbouring runs of known and different state are told', () => {
  fc.assert(
    fc.property(drawing, (drawn) => {
      expect(findTransitions(runsOf(drawn))).toEqual(transitionsByPairs(runsOf(drawn)));
    }),
  );
});

test('breaks and repairs take turns', () => {
  fc.assert(
    fc.property(drawing, (drawn) => {
      const kinds = findTransitions(runsOf(drawn)).map(({ kind }) => kind);
      for (const [index, kind] of kinds.entries()) expect(kind).not.toBe(kinds[index + 1]);
    }),
  );
});
