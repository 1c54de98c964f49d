import { expect, test } from 'vitest';
import type { ComparisonDto, KeyComparisonDto } from '../../contracts/compare';
import { describeChange } from './describe-change';
import { onlyShownKeys } from './only-shown-keys';
import { snapshotTitle } from './snapshot-title';

function aKey(key: string, counts: Partial<KeyComparisonDto> = {}): KeyComparisonDto {
  const none = { newlyMissing: 0, moved: 0, stillMissing: 0, changed: 0, fixed: 0, newPath: 0, gonePath: 0 };
  return { key, ...none, notComparable: 0, good: 0, ...counts } as KeyComparisonDto;
}

interface Told {
  readonly keys?: readonly KeyComparisonDto[];
  readonly sentKeys?: readonly KeyComparisonDto[];
  readonly run?: object;
  readonly rows?: readonly object[];
}

function aComparison({ keys = [], sentKeys = [], run = {}, rows = [] }: Told = {}): ComparisonDto {
  const side = { runId: 'r1', name: 'nightly', spans: 8, contracts: ['preserve'] };
  return {
    base: { ...side, runId: 'b1', name: 'baseline' },
    run: { ...side, ...run },
    verdict: 'regressed',
    keys: Object.fromEntries(keys.map((key) => [key.key, key])),
    sentKeys,
    rows,
  } as unknown as ComparisonDto;
}

test('what differs from the frozen comparison is told, and only that', () => {
  const frozen = aComparison({ keys: [aKey('run_id', { newlyMissing: 4 })] });
  const now = aComparison({
    keys: [aKey('run_id', { newlyMissing: 1, fixed: 2 })],
    sentKeys: [aKey('gen_ai.system', { moved: 1 })],
    run: { spans: 12, contracts: ['preserve', 'staging'] },
  });
  expect(describeChange(frozen, now)).toBe(
    'The live data has changed since then: newly missing 4 → 2, fixed 0 → 2, spans of the run 8 → 12, contract of the run preserve → preserve and staging.',
  );
  expect(describeChange(frozen, frozen)).toContain('compares as it did');
});

test('a sent key of which no row tells is not frozen: its name may be all that is left of an erased session', () => {
  const told = aComparison({
    sentKeys: [aKey('lost.key', { newlyMissing: 1 }), aKey('user.ada'), aKey('run_id')],
    rows: [
      { kind: 'sent', key: 'lost.key' },
      { kind: 'attribution', key: 'run_id' },
    ],
  });
  expect(onlyShownKeys(told).sentKeys.map(({ key }) => key)).toEqual(['lost.key']);
});

test.each<[string, Told]>([
  ['run_id newly missing in nightly', { keys: [aKey('run_id', { newlyMissing: 1, fixed: 1 })] }],
  [
    'a.b, c, d and 2 more newly missing in nightly',
    { sentKeys: ['a.b', 'c', 'd', 'e', 'f'].map((key) => aKey(key, { moved: 1 })) },
  ],
  [
    'run_id and c fixed in r1',
    { keys: [aKey('run_id', { fixed: 1 })], sentKeys: [aKey('c', { fixed: 1 })], run: { name: ' ' } },
  ],
  ['nightly against baseline: no regression', { keys: [aKey('run_id', { stillMissing: 3 })] }],
])('a link is called “%s” unless somebody names it', (title, told) => {
  expect(snapshotTitle(aComparison(told))).toBe(title);
});

test('a name without end does not make a title without end', () => {
  const told = aComparison({ keys: [aKey('run_id', { newlyMissing: 1 })], run: { name: 'x'.repeat(10_000) } });
  expect(snapshotTitle(told)).toHaveLength(200);
});
