import type { RunSummary } from '@/lib/contracts/runs';

/** Which runs a trend is drawn over. */
export interface TrendGroup {
  /** As in the address: `all`, `dataset:<id>` or `name:<name>`. */
  readonly id: string;
  readonly label: string;
  /** How it narrows the list of runs. */
  readonly filter: { readonly datasetId?: string; readonly name?: string };
}

const ALL_RUNS: TrendGroup = { id: 'all', label: 'All runs', filter: {} };
const DATASET_PREFIX = 'dataset:';
const NAME_PREFIX = 'name:';

function groupOf(id: string): TrendGroup {
  if (id.startsWith(DATASET_PREFIX)) {
    const datasetId = id.slice(DATASET_PREFIX.length);
    return { id, label: `Dataset ${datasetId}`, filter: { datasetId } };
  }
  if (id.startsWith(NAME_PREFIX)) {
    const name = id.slice(NAME_PREFIX.length);
    return { id, label: `Name ${name}`, filter: { name } };
  }
  return ALL_RUNS;
}

/**
 * The groups worth a trend among the runs given: each dataset and each name that two or more of them share, most
 * frequent first and datasets before names, then all runs together. A group asked for by its id is always among them.
 */
export function trendGroups(
  runs: readonly Pick<RunSummary, 'datasetId' | 'name'>[],
  asked: string | null,
): readonly TrendGroup[] {
  const sizes = new Map<string, number>();
  const count = (prefix: string, value: string | null) => {
    if (value !== null) sizes.set(prefix + value, (sizes.get(prefix + value) ?? 0) + 1);
  };
  for (const run of runs) count(DATASET_PREFIX, run.datasetId);
  for (const run of runs) count(NAME_PREFIX, run.name);

  const shared = [...sizes].filter(([, size]) => size > 1).sort(([, a], [, b]) => b - a);
  const groups = [...shared.map(([id]) => groupOf(id)), ALL_RUNS];
  if (asked === null || groups.some((group) => group.id === asked)) return groups;
  const extra = groupOf(asked);
  return extra === ALL_RUNS ? groups : [...groups, extra];
}
