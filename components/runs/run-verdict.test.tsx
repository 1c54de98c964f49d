import { expect, test } from 'vitest';
import { aRun, attributionCounts, custodyCounts, everyKey } from '@/components/testing/a-run';
import { verdictOf } from './run-verdict';

test.each([
  ['complete', aRun()],
  ['broken', aRun({ attribution: everyKey({ present: 7, missing: 1 }) })],
  ['broken', aRun({ attribution: { run_id: attributionCounts({ present: 7, conflicting: 1 }) } })],
  ['broken', aRun({ attribution: everyKey({ missing: 1 }), unsettledSessions: 1 })],
  ['checking', aRun({ unsettledSessions: 1 })],
  ['altered', aRun({ custody: custodyCounts({ preserved: 90, lost: 1 }) })],
  ['altered', aRun({ custody: custodyCounts({ preserved: 90, partial: 1 }) })],
  ['flawed', aRun({ findings: 1 })],
  ['unattributed', aRun({ attribution: everyKey({ notApplicable: 8 }) })],
  ['empty', aRun({ spans: 0, attribution: {}, custody: custodyCounts() })],
] as const)('a run is called %s (case %#)', (verdict, run) => {
  expect(verdictOf(run)).toBe(verdict);
});
