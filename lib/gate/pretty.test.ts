import { describe, expect, test } from 'vitest';
import type { RunDetail } from '../contracts/runs';
import { noCustodyCounts } from '../domain/states';
import { aComparison, aKeyComparison, attributionOf } from '../testing/a-comparison';
import { type Gate, prettyGate } from './pretty';

function aGate(members: Partial<Gate> = {}, run: Partial<RunDetail> = {}): Gate {
  return {
    outcome: {
      passed: false,
      checks: [
        { id: 'spans', name: 'spans arrived and were judged', outcome: 'passed', text: '8 spans in 2 sessions.' },
        {
          id: 'min:run_id',
          name: 'run_id on at least 100% of spans',
          outcome: 'failed',
          text: 'It is right on 0 of 8 (0%).',
        },
        {
          id: 'fail-on:new',
          name: 'no regression against the baseline',
          outcome: 'skipped',
          text: 'Nothing was compared.',
        },
      ],
    },
    run: {
      runId: 'run-1',
      name: 'nightly',
      status: 'completed',
      datasetId: null,
      createdAt: '2025-11-20T10:00:00.000Z',
      datapoints: 2,
      arrivedDatapoints: 2,
      sessions: 2,
      spans: 8,
      attribution: { run_id: attributionOf({ missing: 8 }), dataset_id: attributionOf({ notApplicable: 8 }) },
      custody: noCustodyCounts(),
      client: null,
      commit: null,
      findings: [],
      breaks: 2,
      unsettledSessions: 0,
      declared: true,
      verdict: '8 of 8 child spans lack run_id.',
      contract: 'preserve',
      routing: 'preserve',
      description: null,
      updatedAt: '2025-11-20T10:00:30.000Z',
      findingCount: 0,
      namedSessions: { named: 0, absent: 0, absentIds: [] },
      ...run,
    },
    comparison: null,
    links: { live: 'http://localhost:3000/p/demo/runs/run-1', shared: null },
    ...members,
  };
}

describe('the outcome in a terminal', () => {
  test('is verdict, shares, checks and link', () => {
    expect(prettyGate(aGate(), { hasColours: false })).toBe(
      [
        '✗ The gate fails: 1 of 3 checks. 8 of 8 child spans lack run_id.',
        '  run       nightly (run-1)',
        '',
        '  key             run',
        '  run_id      0% of 8',
        '  dataset_id        –',
        '',
        '  ✓ spans arrived and were judged: 8 spans in 2 sessions.',
        '  ✗ run_id on at least 100% of spans: It is right on 0 of 8 (0%).',
        '  – no regression against the baseline: skipped: Nothing was compared.',
        '',
        '  Run       http://localhost:3000/p/demo/runs/run-1',
      ].join('\n'),
    );
  });

  test('shows both runs of a comparison, its warnings, and of the sent keys those with a difference', () => {
    const comparison = aComparison({
      sentence: 'run_id is newly missing.',
      keys: { run_id: aKeyComparison({ key: 'run_id', run: { good: 0, judged: 8 }, newlyMissing: 4 }) },
      sentKeys: [
        aKeyComparison({ key: 'llm.model', moved: 1, fixed: 2, run: { good: 1999, judged: 2000 } }),
        aKeyComparison({ key: 'sound' }),
      ],
      warnings: [{ code: 'contract', text: 'The contracts differ.' }],
    });
    const links = { live: 'http://localhost:3000/p/demo/compare', shared: 'http://localhost:3000/s/token' };
    const text = prettyGate(aGate({ comparison, links }), { hasColours: false });
    expect(text.split('\n')).toEqual(
      expect.arrayContaining([
        '✗ The gate fails: 1 of 3 checks. run_id is newly missing.',
        '  run       nightly (run-1)',
        '  baseline  name of base-1 (base-1)',
        '  key         baseline             run  newly missing  still missing  fixed',
        '  run_id     100% of 8         0% of 8              4              0      0',
        '  llm.model  100% of 8  99.9% of 2,000              1              0      2',
        '  ! The contracts differ.',
        '  Compare   http://localhost:3000/p/demo/compare',
        '  Shared    http://localhost:3000/s/token',
      ]),
    );
    expect(text).not.toContain('sound');
  });

  test('paints only where colours are wanted, and says the same', () => {
    const painted = prettyGate(aGate(), { hasColours: true });
    expect(painted).toContain('\u001b[31m✗\u001b[39m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what is taken out is what painting put in.
    expect(painted.replace(/\u001b\[\d+m/g, '')).toBe(prettyGate(aGate(), { hasColours: false }));
  });

  test('obeys nothing that a client wrote, and cuts what is too long', () => {
    const evil = '\u001b[2J\r\n✓ The gate passes.\u202e';
    const comparison = aComparison({
      sentence: evil,
      keys: { [evil]: aKeyComparison({ key: evil }) },
      warnings: [{ code: 'dataset', text: evil }],
    });
    const outcome = { passed: false, checks: [{ id: evil, name: evil, outcome: 'failed', text: evil }] } as const;
    const text = prettyGate(aGate({ comparison, outcome }, { name: evil.repeat(20), runId: evil }), {
      hasColours: false,
    });
    for (const forbidden of ['\u001b', '\r', '\u202e', '\n✓']) expect(text).not.toContain(forbidden);
    expect(text.split('\n')[1]?.length).toBeLessThan(150);
  });
});
