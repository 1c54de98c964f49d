import { expect, test } from 'vitest';
import { aHistory } from '@/components/testing/a-history';
import { describeDatapoints, describeHistory, describeRun, describeTransition } from './history-words';

const run = {
  runId: '659ef565-f0fd-41e5-b717-9def4feb53e2',
  name: 'nightly',
  client: { name: 'honeyhive', version: '1.4.0' },
  commit: 'abc1234',
};

test.each([
  ['version and commit', {}, 'nightly (1.4.0, abc1234)'],
  ['its id where the commit is not known', { commit: null }, 'nightly (1.4.0, 659ef565)'],
  ['its id alone', { client: null, commit: null }, 'nightly (659ef565)'],
  ['its id once when it has no name', { name: null, commit: null }, '659ef565 (1.4.0)'],
  ['nothing but its id', { name: null, client: null, commit: null }, '659ef565'],
])('a run is told by %s', (_name, members, words) => {
  expect(describeRun({ ...run, ...members })).toBe(words);
});

test('a change names both neighbours, and how many runs between them say nothing', () => {
  const { runs, transitions } = aHistory('.x?.??x');
  const words = transitions.map((transition) => {
    const [from, to] = [transition.from, transition.to].map((id) => runs.find(({ runId }) => runId === id));
    return from === undefined || to === undefined ? '' : describeTransition(transition, from, to);
  });
  expect(words).toEqual([
    'Broke between R1 (1.1.0, aaaaaaa) and R2 (1.2.0, aaaaaaa); adjacent',
    'Repaired between R2 (1.2.0, aaaaaaa) and R4 (1.4.0, aaaaaaa); with 1 run between whose state is unknown',
    'Broke between R4 (1.4.0, aaaaaaa) and R7 (1.7.0, aaaaaaa); with 2 runs between whose state is unknown',
  ]);
});

test.each([
  ['', 'No run here says anything about run_id.'],
  ['??', 'No run here says anything about run_id.'],
  ['.?', 'run_id is good in the one run that can be judged.'],
  ['xxx', 'run_id is bad in all 3 runs that can be judged.'],
  ['..x', 'run_id broke once over 3 runs. It is bad since R3.'],
  ['x.?', 'run_id was repaired once over 2 runs. It is good since R2.'],
  ['.x.x?', 'run_id broke 2 times and was repaired once over 4 runs. It is bad since R4.'],
])('the history %s reads “%s”', (drawing, words) => {
  expect(describeHistory(aHistory(drawing))).toBe(words);
});

test.each([
  [{ bad: 0, judged: 0 }, 'no datapoint judged'],
  [{ bad: 0, judged: 4 }, '0 of 4 datapoints bad'],
  [{ bad: 1, judged: 4 }, 'flaky: 1 of 4 datapoints'],
  [{ bad: 4, judged: 4 }, '4 of 4 datapoints bad'],
])('%j reads “%s”', (datapoints, words) => {
  expect(describeDatapoints({ datapoints })).toBe(words);
});
