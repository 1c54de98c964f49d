import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CELL_STATES, type CellState, type Comparison } from '../domain/comparison';
import { compareSessions } from '../testing/compare-sessions';
import { Dice } from '../testing/dice';
import { PLANNED_KEYS, type PlannedRuns, type PlanSize, planRuns } from '../testing/planned-runs';

const COUNTS: Readonly<Record<CellState, keyof Comparison['keys'][number]>> = {
  'newly-missing': 'newlyMissing',
  moved: 'moved',
  'still-missing': 'stillMissing',
  fixed: 'fixed',
  'new-path': 'newPath',
  'gone-path': 'gonePath',
  'not-comparable': 'notComparable',
};

/** A line for every node, cell and key, as the comparison tells them. */
function told({ nodes, cells, keys, sentKeys }: Comparison): string[] {
  return [
    ...nodes.map(({ label, status, renamedFrom }) => `${label} is ${status} ${renamedFrom ?? ''}`),
    ...cells.map(({ node, key, state }) => `${key} is ${state} at ${nodes[node]?.label}`),
    ...[...keys, ...sentKeys].map((counts) => {
      const numbers = CELL_STATES.map((state) => counts[COUNTS[state]]);
      return `${counts.key} ${numbers} and good on ${counts.good}`;
    }),
  ].sort();
}

/** The same lines as they follow from what was done to the runs. */
function planned({ nodes }: PlannedRuns, keys: readonly string[]): string[] {
  const cells = nodes.flatMap(({ label, fates }) => [...fates].map(([key, fate]) => ({ label, key, fate })));
  return [
    ...nodes.map(({ label, status, renamedFrom }) => `${label} is ${status} ${renamedFrom ?? ''}`),
    ...cells
      .filter(({ fate }) => fate !== 'good' && fate !== 'silent')
      .map(({ label, key, fate }) => `${key} is ${fate} at ${label}`),
    ...keys.map((key) => {
      const countOf = (wanted: string) => cells.filter((cell) => cell.key === key && cell.fate === wanted).length;
      return `${key} ${CELL_STATES.map(countOf)} and good on ${countOf('good')}`;
    }),
  ].sort();
}

function plannedVerdict({ nodes }: PlannedRuns): string {
  const fates = new Set(nodes.flatMap((node) => [...node.fates.values()]));
  const isWorse = fates.has('newly-missing') || fates.has('moved');
  if (isWorse) return fates.has('fixed') ? 'mixed' : 'regressed';
  return fates.has('fixed') ? 'improved' : 'unchanged';
}

/** Below, no number of bad datapoints is significant, so that a key still missing can not be worse or better. */
const TELLING = 5;

function expectKnownAnswer(plan: PlannedRuns): void {
  const comparison = compareSessions(plan.base, plan.run, PLANNED_KEYS);
  const keys = [...comparison.keys, ...comparison.sentKeys].map(({ key }) => key);
  expect(told(comparison)).toEqual(planned(plan, keys));
  if (plan.datapoints.length < TELLING) expect(comparison.verdict).toBe(plannedVerdict(plan));
  const bySession = new Map(comparison.datapoints.map((datapoint) => [datapoint.runSessions[0], datapoint]));
  for (const expected of plan.datapoints) {
    expect(bySession.get(expected.runSessions[0])).toMatchObject(expected);
  }
}

const SIZES: readonly (readonly [name: string, size: PlanSize, cases: number])[] = [
  ['one datapoint', { nodes: 8, datapoints: 1 }, 2800],
  ['a few datapoints', { nodes: 7, datapoints: 4 }, 4700],
  ['no datapoint in common', { nodes: 6, datapoints: 0 }, 2300],
  ['twenty datapoints at once', { nodes: 5, datapoints: 20, isConcurrent: true }, 250],
];

/** For a machine that has much else to do. */
const PATIENT = { timeout: 120_000 };

describe.each(SIZES)('runs with %s', (_name, size, cases) => {
  it('are told apart by exactly what was done to them', PATIENT, () => {
    const anyPlan = fc.integer().map((seed) => planRuns(seed, size));
    fc.assert(fc.property(anyPlan, expectKnownAnswer), { numRuns: cases });
  });
});

const ANY_SIZE = fc.constantFrom(...SIZES.map(([, size]) => size));

describe('a comparison', () => {
  it('is the same in whatever order the sessions are read', PATIENT, () => {
    fc.assert(
      fc.property(fc.integer(), ANY_SIZE, (seed, size) => {
        const { base, run } = planRuns(seed, size);
        const dice = new Dice(seed);
        const shuffled = compareSessions(dice.shuffle(base), dice.shuffle(run), PLANNED_KEYS);
        expect(shuffled).toEqual(compareSessions(base, run, PLANNED_KEYS));
      }),
      { numRuns: 300 },
    );
  });

  it('the other way round has fixed what is newly missing, and lost what is fixed', PATIENT, () => {
    const turned: Readonly<Record<CellState, CellState>> = {
      'newly-missing': 'fixed',
      moved: 'fixed',
      'still-missing': 'still-missing',
      fixed: 'newly-missing',
      'new-path': 'gone-path',
      'gone-path': 'new-path',
      'not-comparable': 'not-comparable',
    };
    const statesOf = ({ nodes, cells }: Comparison, stateOf: (state: CellState) => CellState) =>
      cells
        .map(({ node, key, state }) => `${nodes[node]?.renamedFrom ?? nodes[node]?.label} ${key} ${stateOf(state)}`)
        .sort();
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { base, run, nodes } = planRuns(seed, { nodes: 7, datapoints: 4 });
        fc.pre(nodes.every(({ status }) => status !== 'renamed'));
        const there = compareSessions(base, run, PLANNED_KEYS);
        const back = compareSessions(run, base, PLANNED_KEYS);
        const expected = statesOf(there, (state) => turned[state]);
        expect(statesOf(back, (state) => (state === 'moved' ? 'newly-missing' : state))).toEqual(expected);
        expect(back.datapoints.map(({ fixed }) => fixed).sort()).toEqual(
          there.datapoints.map(({ newlyMissing }) => newlyMissing).sort(),
        );
      }),
      { numRuns: 500 },
    );
  });
});
