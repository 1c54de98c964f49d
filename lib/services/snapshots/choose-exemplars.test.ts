import { expect, test } from 'vitest';
import type { ComparedRow } from '../../contracts/compare';
import { chooseExemplars } from './choose-exemplars';

function aSide(id: string, badSpans: number): ComparedRow['run'] {
  const example = { traceId: 't', spanId: id, name: id, sessionId: 's', datapointId: null };
  return { datapoints: 1, bad: badSpans, interval: [0, 1], spans: 1, badSpans, worst: 'missing', causes: [], example };
}

function aRow(key: string, base: ComparedRow['base'], run: ComparedRow['run']): ComparedRow {
  return { key, base, run } as ComparedRow;
}

const chosen = (rows: readonly ComparedRow[], most = 20) =>
  chooseExemplars(rows, most).map(({ side, span, rows }) => [side, span.spanId, rows.map(({ key }) => key).join()]);

test('beside a bad span stands one of the baseline where it was good, and none where it was not', () => {
  const rows = [
    aRow('run_id', aSide('good', 0), aSide('bad', 1)),
    aRow('dataset_id', aSide('old', 1), aSide('new', 1)),
  ];
  expect(chosen(rows)).toEqual([
    ['run', 'bad', 'run_id'],
    ['base', 'good', 'run_id'],
    ['run', 'new', 'dataset_id'],
  ]);
});

test('what is good in the candidate, or not there, is no example', () => {
  expect(chosen([aRow('run_id', aSide('old', 1), aSide('fixed', 0)), aRow('a', aSide('gone', 1), null)])).toEqual([]);
});

test('a span that lost several keys is shown once with all of them, also when there is no room for more spans', () => {
  const rows = ['a', 'b', 'c'].flatMap((id) => ['run_id', 'dataset_id'].map((key) => aRow(key, null, aSide(id, 1))));
  expect(chosen(rows, 2)).toEqual([
    ['run', 'a', 'run_id,dataset_id'],
    ['run', 'b', 'run_id,dataset_id'],
  ]);
});
