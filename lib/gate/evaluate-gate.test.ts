import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noCustodyCounts } from '../domain/states';
import { aComparedRow, aComparison, aKeyComparison, attributionOf } from '../testing/a-comparison';
import type { GateConditions } from './conditions';
import { attributionShare, evaluateGate, type GateMaterial, unknownKeys } from './evaluate-gate';
import { parseThreshold } from './parse-threshold';

/** A run of eight spans, all of them right, that is compared with nothing. */
function material(members: Partial<GateMaterial> = {}, run: Partial<GateMaterial['run']> = {}): GateMaterial {
  return {
    run: {
      spans: 8,
      sessions: 2,
      attribution: { run_id: attributionOf({ present: 8 }), datapoint_id: attributionOf({ present: 6, missing: 2 }) },
      custody: { ...noCustodyCounts(), preserved: 40 },
      ...run,
    },
    comparison: null,
    noBaseline: null,
    sentKeys: [],
    ...members,
  };
}

function conditions(members: Partial<Omit<GateConditions, 'thresholds'>> & { readonly min?: readonly string[] } = {}) {
  const { min = [], ...others } = members;
  return { thresholds: min.map(parseThreshold), failOn: 'none', maxLost: null, ...others } as const;
}

/** `id outcome` of every check. */
function outcomes(...[wished, found]: Parameters<typeof evaluateGate>): readonly string[] {
  return evaluateGate(wished, found).checks.map(({ id, outcome }) => `${id} ${outcome}`);
}

describe('shares', () => {
  test('hold an attribution key to its judged spans: pending and exempt ones do not count', () => {
    const attribution = { run_id: attributionOf({ present: 3, malformed: 1, pending: 50, notApplicable: 50 }) };
    const found = material({}, { attribution });
    expect(outcomes(conditions({ min: ['run_id=75%'] }), found)).toContain('min:run_id passed');
    expect(outcomes(conditions({ min: ['run_id=75.0001%'] }), found)).toContain('min:run_id failed');
    expect(evaluateGate(conditions({ min: ['run_id=80%'] }), found).checks[1]?.text).toBe(
      'It is right on 75% (3 of 4).',
    );
  });

  test('a star is every key without a threshold of its own', () => {
    const wished = conditions({ min: ['*=100%', 'datapoint_id=70%'] });
    expect(outcomes(wished, material())).toEqual(['spans passed', 'min:run_id passed', 'min:datapoint_id passed']);
  });

  test('a sent key is held to the spans that sent it', () => {
    const sentKeys = [aKeyComparison({ key: 'llm.model', run: { good: 999, judged: 1000 } })];
    expect(outcomes(conditions({ min: ['llm.model=99.9%'] }), material({ sentKeys }))).toContain(
      'min:llm.model passed',
    );
    const { passed, checks } = evaluateGate(conditions({ min: ['llm.model=100%'] }), material({ sentKeys }));
    expect(passed).toBe(false);
    expect(checks[1]).toMatchObject({ outcome: 'failed', text: 'It is preserved on 99.9% (999 of 1,000).' });
  });

  test('a key that no span is judged for fails, even at 0%: nothing shows that it arrives', () => {
    const attribution = { run_id: attributionOf({ present: 8 }), dataset_id: attributionOf({ notApplicable: 8 }) };
    const sentKeys = [aKeyComparison({ key: 'gone', run: { good: 0, judged: 0 } })];
    const { checks } = evaluateGate(
      conditions({ min: ['dataset_id=0%', 'gone=0%'] }),
      material({ sentKeys }, { attribution }),
    );
    expect(checks.slice(1).map(({ outcome, text }) => `${outcome}: ${text}`)).toEqual([
      'failed: No span is judged for dataset_id, so nothing shows that it arrives.',
      'failed: No span sent gone, so nothing shows that it arrives.',
    ]);
  });

  test('keys that the run does not tell of are named, those of every object are among them', () => {
    const sentKeys = [aKeyComparison({ key: 'llm.model' })];
    const { thresholds } = conditions({ min: ['*=1%', 'run_id=1%', 'llm.model=1%', 'run_ld=1%', 'constructor=1%'] });
    expect(unknownKeys(thresholds, material({ sentKeys }))).toEqual(['run_ld', 'constructor']);
  });

  test('pass exactly when the fraction reaches the threshold', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), fc.nat(2 ** 31), fc.nat(1_000_000), (good, bad, sharePpm) => {
        fc.pre(good + bad > 0);
        const found = material({}, { attribution: { run_id: attributionOf({ present: good, missing: bad }) } });
        const { passed } = evaluateGate({ ...conditions(), thresholds: [{ key: 'run_id', sharePpm }] }, found);
        expect(passed).toBe(BigInt(good) * 1_000_000n >= BigInt(sharePpm) * BigInt(good + bad));
      }),
    );
  });

  test('add up every state that is judged', () => {
    const states = { present: 1, missing: 2, conflicting: 4, malformed: 8, unattributable: 16 };
    expect(attributionShare(attributionOf({ ...states, pending: 32, notApplicable: 64 }))).toEqual({
      good: 1,
      judged: 31,
    });
  });
});

describe('an empty run', () => {
  const nothing = { spans: 0, sessions: 0, attribution: {}, custody: noCustodyCounts() };

  test('never passes, whatever the conditions are', () => {
    for (const failOn of ['none', 'any'] as const) {
      expect(evaluateGate(conditions({ failOn }), material({}, nothing)).passed).toBe(false);
    }
    expect(outcomes(conditions({ failOn: 'new' }), material({ comparison: aComparison() }, nothing))).toEqual([
      'spans failed',
      'fail-on:new passed',
    ]);
  });

  test('is one, too, whose spans are not judged for any key', () => {
    const attribution = { run_id: attributionOf({ notApplicable: 8 }) };
    const { checks } = evaluateGate(conditions(), material({}, { attribution, custody: noCustodyCounts() }));
    expect(checks).toMatchObject([{ outcome: 'failed', text: 'None of 8 spans is judged for any key.' }]);
  });
});

describe('losses of the run itself', () => {
  test('`any` fails on what would keep the run from being a baseline, and says what', () => {
    const found = material({}, { custody: { ...noCustodyCounts(), preserved: 4, lost: 1 } });
    const { checks } = evaluateGate(conditions({ failOn: 'any' }), found);
    expect(checks[1]).toMatchObject({
      outcome: 'failed',
      text: 'datapoint_id is not right on 2 spans; 1 sent key is lost.',
    });
    const whole = material({}, { attribution: { run_id: attributionOf({ present: 8, notApplicable: 1 }) } });
    expect(outcomes(conditions({ failOn: 'any' }), whole)).toContain('fail-on:any passed');
  });

  test('lost keys may be so many and not one more', () => {
    const found = material({}, { custody: { ...noCustodyCounts(), lost: 3 } });
    expect(outcomes(conditions({ maxLost: 3 }), found)).toContain('max-lost passed');
    expect(outcomes(conditions({ maxLost: 2 }), found)).toContain('max-lost failed');
  });
});

describe('regressions', () => {
  const suspected = aComparison({
    verdict: 'regressed',
    grade: 'suspected',
    keys: { run_id: aKeyComparison({ key: 'run_id', newlyMissing: 4 }) },
    sentKeys: [aKeyComparison({ key: 'llm.model', moved: 1 })],
    rows: [
      aComparedRow({ grade: 'suspected' }),
      aComparedRow({ kind: 'sent', key: 'llm.model', state: 'moved', grade: 'suspected' }),
    ],
  });

  test('`new` fails on any of them and counts those that are not listed', () => {
    const { checks } = evaluateGate(conditions({ failOn: 'new' }), material({ comparison: suspected }));
    expect(checks[1]).toMatchObject({
      id: 'fail-on:new',
      outcome: 'failed',
      text: '5 regressions: run_id at fn › child_op (suspected), llm.model at fn › child_op (suspected) and 3 more.',
    });
  });

  test('`new` fails on what was missing before, too, and is now in significantly more datapoints', () => {
    const worse = aComparison({ rows: [aComparedRow({ state: 'still-missing', grade: 'suspected' })] });
    expect(outcomes(conditions({ failOn: 'new' }), material({ comparison: worse }))).toContain('fail-on:new failed');
    const same = aComparison({ rows: [aComparedRow({ state: 'still-missing', grade: null })] });
    expect(outcomes(conditions({ failOn: 'new' }), material({ comparison: same }))).toContain('fail-on:new passed');
  });

  test('`confirmed` lets suspected ones pass and stops at a confirmed one', () => {
    const wished = conditions({ failOn: 'confirmed' });
    expect(outcomes(wished, material({ comparison: suspected }))).toContain('fail-on:confirmed passed');
    const confirmed = aComparison({ verdict: 'regressed', grade: 'confirmed', rows: [aComparedRow()] });
    expect(outcomes(wished, material({ comparison: confirmed }))).toContain('fail-on:confirmed failed');
  });

  test.each(['still-missing', 'fixed', 'new-path', 'gone-path', 'not-comparable'] as const)('%s is none', (state) => {
    const comparison = aComparison({ rows: [aComparedRow({ state, grade: null })] });
    expect(outcomes(conditions({ failOn: 'new' }), material({ comparison }))).toContain('fail-on:new passed');
  });

  test('a baseline that shares no place with the run is no reason to pass', () => {
    const comparison = aComparison();
    const nodes = { same: 0, renamed: 0, new: 4, gone: 0 };
    const apart = { ...comparison, alignment: { ...comparison.alignment, nodes } };
    expect(outcomes(conditions({ failOn: 'new' }), material({ comparison: apart }))).toContain('fail-on:new failed');
  });

  test('a first run, with no baseline to find, is let through with a word on it', () => {
    const noBaseline = 'No earlier run of the dataset EXT-1 passes.';
    const { passed, checks } = evaluateGate(conditions({ failOn: 'new' }), material({ noBaseline }));
    expect(passed).toBe(true);
    expect(checks[1]).toMatchObject({ outcome: 'skipped', text: `${noBaseline} Nothing was compared.` });
  });
});
