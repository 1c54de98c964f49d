import { expect, test } from 'vitest';
import { aRun } from '@/components/testing/a-run';
import { suggestComparison } from './suggest-comparison';

const run = (runId: string, datasetId: string | null, name: string | null = 'nightly') =>
  aRun({ runId, datasetId, name });

function suggested(...runs: Parameters<typeof suggestComparison>[0]) {
  const found = suggestComparison(runs);
  return found === null ? null : [found.base.runId, found.run.runId];
}

test('the newest run is compared with the one before it over the same dataset', () => {
  expect(suggested(run('r4', 'd1'), run('r3', 'd2'), run('r2', 'd1'), run('r1', 'd1'))).toEqual(['r2', 'r4']);
});

test('a run that is alone in its dataset suggests nothing, an older pair does', () => {
  expect(suggested(run('r3', 'd9'), run('r2', 'd1'), run('r1', 'd1'))).toEqual(['r1', 'r2']);
});

test('without a dataset runs of one name belong together, and nameless ones to nobody', () => {
  expect(suggested(run('r2', null, 'a'), run('r1', null, 'a'))).toEqual(['r1', 'r2']);
  expect(suggested(run('r2', null, null), run('r1', null, null))).toBeNull();
});

test('a name is not taken for a dataset', () => {
  expect(suggested(run('r2', null, 'd1'), run('r1', 'd1', 'x'))).toBeNull();
});
