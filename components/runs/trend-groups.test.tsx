import { expect, test } from 'vitest';
import { trendGroups } from './trend-groups';

const runs = [
  { datasetId: 'd1', name: 'nightly' },
  { datasetId: 'd2', name: 'nightly' },
  { datasetId: 'd2', name: 'nightly' },
  { datasetId: 'd3', name: null },
];

test('the trend opens on the dataset or name most runs share', () => {
  expect(trendGroups(runs, null).map((group) => group.id)).toEqual(['name:nightly', 'dataset:d2', 'all']);
});

test('runs that share nothing are shown together', () => {
  expect(trendGroups([{ datasetId: 'd1', name: 'a' }], null).map((group) => group.id)).toEqual(['all']);
});

test('a group from a link is offered, however few runs have it', () => {
  const asked = trendGroups(runs, 'dataset:d3').at(-1);
  expect(asked).toEqual({ id: 'dataset:d3', label: 'Dataset d3', filter: { datasetId: 'd3' } });
});

test('a group from a mistyped link is ignored', () => {
  expect(trendGroups(runs, 'toString').map((group) => group.id)).toEqual(['name:nightly', 'dataset:d2', 'all']);
});
