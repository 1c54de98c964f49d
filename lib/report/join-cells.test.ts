import { expect, test } from 'vitest';
import { aComparedRow } from '../testing/a-comparison';
import { joinCells } from './join-cells';

function joined(...rows: Parameters<typeof joinCells>[0]) {
  return joinCells(rows).map(({ keys }) => keys);
}

test('keys that fared alike at one place share a row', () => {
  expect(joined(aComparedRow({ key: 'a' }), aComparedRow({ key: 'b' }))).toEqual([['a', 'b']]);
});

test.each([
  ['another place', { path: 'fedcba9876543210' }],
  ['another state', { state: 'still-missing' as const }],
  ['another kind of key', { kind: 'sent' as const }],
  ['another certainty', { gradeText: 'Missing in 1 of 2 datapoints.' }],
  ['something to say of the baseline', { base: aSide('present') }],
])('%s keeps them apart, and the graver one first', (_what, members) => {
  expect(joined(aComparedRow({ key: 'b' }), aComparedRow({ key: 'a', ...members }))).toEqual([['b'], ['a']]);
});

test('spans of another name are no reason to say the same twice', () => {
  const one = aComparedRow({ key: 'a', run: aSide('missing', 's1') });
  const other = aComparedRow({ key: 'b', run: aSide('missing', 's2') });
  expect(joined(one, other)).toEqual([['a', 'b']]);
});

function aSide(worst: 'present' | 'missing', spanId = 's1') {
  return {
    datapoints: 2,
    bad: 0,
    interval: [0, 1] as [number, number],
    spans: 2,
    badSpans: 0,
    worst,
    causes: [],
    example: { traceId: 't', spanId, name: 'n', sessionId: 's', datapointId: null },
  };
}
