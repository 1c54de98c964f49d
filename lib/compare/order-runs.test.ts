import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type OrderableRun, orderRuns } from './order-runs';

function aRun(runId: string, version: string | null, startMs = 0): OrderableRun {
  return { runId, createdAt: new Date(startMs), client: version === null ? null : { name: 'honeyhive', version } };
}

const idsOf = (runs: readonly OrderableRun[]) => runs.map(({ runId }) => runId);

/** The versions in the order of their runs, when they started in the opposite order. */
function sortVersions(versions: readonly string[]): readonly string[] {
  const runs = versions.map((version, index) => aRun(version, version, index));
  return idsOf(orderRuns(runs, 'version'));
}

test('by time, the run that started first comes first, whatever made it', () => {
  const runs = [aRun('c', '1.0.0', 3), aRun('b', null, 2), aRun('a', '9.0.0', 1)];
  expect(idsOf(orderRuns(runs, 'time'))).toEqual(['a', 'b', 'c']);
});

test.each([
  ['numbers, not text', ['1.2.9', '1.2.10', '1.10.0', '2.0.0', '10.0.0']],
  [
    'what comes before a release, as npm writes it',
    ['1.4.0-alpha.2', '1.4.0-beta.1', '1.4.0-rc.2', '1.4.0-rc.10', '1.4.0'],
  ],
  [
    'what comes before a release, as Python writes it',
    ['1.4.0.dev3', '1.4.0a1', '1.4.0b2', '1.4.0rc2', '1.4.0rc10', '1.4.0'],
  ],
  ['both ways of writing', ['1.4.0a1', '1.4.0-beta.1', '1.4.0rc2', '1.4.0-rc.3', '1.4.0']],
  ['what is shorter or longer than three numbers', ['1', '1.1', 'v1.2', '1.2.1', '1.2.2.9', '1.3']],
  ['absurd numbers', ['1.0.0rc1', '1.0.0rc900000000000000', '9007199254740991.0.0']],
])('versions are ordered by %s', (_name, versions) => {
  expect(sortVersions(versions.toReversed())).toEqual(versions);
});

test('runs of one version keep the order in which they started', () => {
  const runs = [aRun('late', '1.4.0', 2), aRun('early', 'v1.4', 1), aRun('newer', '1.5.0', 0)];
  expect(idsOf(orderRuns(runs, 'version'))).toEqual(['early', 'late', 'newer']);
});

test('runs whose version says nothing come last, in the order in which they started', () => {
  const runs = [
    aRun('none', null, 3),
    aRun('word', 'unknown', 1),
    aRun('endless', '99999999999999999999', 2),
    aRun('one', '0.0.1', 4),
  ];
  expect(idsOf(orderRuns(runs, 'version'))).toEqual(['one', 'word', 'endless', 'none']);
});

const version = fc.oneof(
  fc.tuple(fc.nat(3), fc.nat(12), fc.nat(3)).map((numbers) => numbers.join('.')),
  fc
    .tuple(fc.nat(2), fc.constantFrom('a', 'b', 'rc', '.dev', '-rc.', '-beta'), fc.nat(2))
    .map((parts) => parts.join('')),
  fc.string({ maxLength: 100 }),
  fc.constant(null),
);
const runs = fc.uniqueArray(fc.record({ runId: fc.string(), version, start: fc.nat(5) }), {
  selector: ({ runId }) => runId,
  maxLength: 30,
});

test('the order depends on the runs alone, not on the order they were read in', () => {
  fc.assert(
    fc.property(
      runs,
      fc.constantFrom('time' as const, 'version' as const),
      fc.infiniteStream(fc.nat()),
      (drawn, order, keys) => {
        const made = drawn.map(({ runId, version, start }) => aRun(runId, version, start));
        const shuffled = made
          .map((run) => ({ run, key: keys.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ run }) => run);
        expect(idsOf(orderRuns(shuffled, order))).toEqual(idsOf(orderRuns(made, order)));
        expect(idsOf(orderRuns(made, order)).toSorted()).toEqual(idsOf(made).toSorted());
      },
    ),
  );
});

test('releases are ordered number by number', () => {
  const release = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20));
  const isBefore = (a: readonly number[], b: readonly number[]) => {
    const place = a.findIndex((number, index) => number !== b[index]);
    return place >= 0 && (a[place] ?? 0) < (b[place] ?? 0);
  };
  fc.assert(
    fc.property(release, release, (a, b) => {
      const [first] = orderRuns([aRun('a', a.join('.'), 1), aRun('b', b.join('.'), 0)], 'version');
      expect(first?.runId === 'a').toBe(isBefore(a, b));
    }),
  );
});
