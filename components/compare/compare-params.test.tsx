import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CANDIDATES_MAX, COMPARE_TABS, readCompareView } from './compare-params';

const NOTHING = { base: null, run: [], of: null, tab: null, only: null, key: null, dp: null, all: null };

test('an address without parameters is the chooser, and nothing is complained about', () => {
  expect(readCompareView(NOTHING)).toEqual({
    view: { base: null, runs: [], of: null, tab: 'summary', only: null, key: null, dp: null, all: null },
    dropped: [],
  });
});

test('the first candidate is shown unless another one is asked for', () => {
  expect(readCompareView({ ...NOTHING, run: ['r1', 'r2'] }).view.of).toBe('r1');
  expect(readCompareView({ ...NOTHING, run: ['r1', 'r2'], of: 'r2' }).view.of).toBe('r2');
});

test.each([
  ['a tab that is none', { tab: 'keys' }, ['tab']],
  ['a filter that is none', { only: 'worse' }, ['only']],
  ['a filter of another tab', { tab: 'datapoints', only: 'new-path' }, ['only']],
  ['a filter where there is nothing to narrow', { tab: 'structure', only: 'fixed' }, ['only']],
  ['a candidate to show that is none', { run: ['r1'], of: 'r2' }, ['of']],
  ['a candidate twice', { run: ['r1', 'r1'] }, ['run']],
  ['more candidates than fit', { run: ['1', '2', '3', '4', '5', '6', '7'] }, ['run', 'run']],
  ['an id too long to be one', { base: 'x'.repeat(501), run: ['y'.repeat(501)] }, ['run', 'base']],
  ['a switch that is neither on nor off', { all: 'perhaps' }, ['all']],
])('%s is dropped and told', (_what, raw, names) => {
  expect(readCompareView({ ...NOTHING, ...raw }).dropped.map(({ name }) => name)).toEqual(names);
});

test('the datapoint without an id is not the same as none', () => {
  expect(readCompareView({ ...NOTHING, dp: '' }).view.dp).toBe('');
});

test('whatever the address says, the view can be shown, and everything left out is told', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'summary', 'fixed', 'true', 'r1'));
  const maybe = fc.option(text);
  const raw = fc.record({
    base: maybe,
    run: fc.array(text, { maxLength: 9 }),
    of: maybe,
    tab: maybe,
    only: maybe,
    key: maybe,
    dp: maybe,
    all: maybe,
  });
  fc.assert(
    fc.property(raw, (drawn) => {
      const { view, dropped } = readCompareView(drawn);
      expect(COMPARE_TABS).toContain(view.tab);
      expect(view.runs.length).toBeLessThanOrEqual(CANDIDATES_MAX);
      expect(new Set(view.runs).size).toBe(view.runs.length);
      expect(view.of === null ? view.runs : [view.of]).toEqual(
        view.of === null ? [] : [view.runs.find((run) => run === view.of)],
      );
      const named = drawn.run.filter((run) => run !== '').length;
      expect(view.runs.length + dropped.filter(({ name }) => name === 'run').length).toBe(named);
      for (const [asked, kept, name] of [
        [drawn.tab, view.tab, 'tab'],
        [drawn.only, view.only, 'only'],
        [drawn.of, view.of, 'of'],
      ] as const) {
        const isTold = dropped.some((one) => one.name === name);
        expect(asked === null || asked === kept || isTold).toBe(true);
      }
    }),
  );
});
