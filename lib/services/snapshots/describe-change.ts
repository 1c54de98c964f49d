import type { ComparedRun, ComparisonDto, KeyComparisonDto } from '../../contracts/compare';

/** What a comparison says now, against what it said when it was frozen: one sentence. */
export function describeChange(frozen: ComparisonDto, now: ComparisonDto): string {
  const changes = FACTS.flatMap(({ name, read }) => {
    const [before, after] = [read(frozen), read(now)];
    return before === after ? [] : [`${name} ${before} → ${after}`];
  });
  if (changes.length === 0) return 'The live data was added to or judged anew since then; it compares as it did.';
  return `The live data has changed since then: ${changes.join(', ')}.`;
}

interface Fact {
  readonly name: string;
  readonly read: (comparison: ComparisonDto) => string;
}

const FACTS: readonly Fact[] = [
  { name: 'verdict', read: ({ verdict }) => verdict },
  { name: 'newly missing', read: (comparison) => sumOf(comparison, ({ newlyMissing, moved }) => newlyMissing + moved) },
  { name: 'fixed', read: (comparison) => sumOf(comparison, ({ fixed }) => fixed) },
  { name: 'still missing', read: (comparison) => sumOf(comparison, ({ stillMissing }) => stillMissing) },
  { name: 'spans of the baseline', read: ({ base }) => String(base.spans) },
  { name: 'spans of the run', read: ({ run }) => String(run.spans) },
  { name: 'contract of the baseline', read: ({ base }) => contractOf(base) },
  { name: 'contract of the run', read: ({ run }) => contractOf(run) },
];

function sumOf({ keys, sentKeys }: ComparisonDto, count: (key: KeyComparisonDto) => number): string {
  return String([...Object.values(keys), ...sentKeys].reduce((sum, key) => sum + count(key), 0));
}

function contractOf({ contracts }: ComparedRun): string {
  return contracts.join(' and ') || 'none';
}
