import type { ComparisonDto, KeyComparisonDto } from '../../contracts/compare';

const LENGTH_MAX = 200;
const KEYS_MAX = 3;

/** What a comparison is about in one line, e.g. `run_id and dataset_id newly missing in nightly-42`. */
export function snapshotTitle({ keys, sentKeys, base, run }: ComparisonDto): string {
  const all = [...Object.values(keys), ...sentKeys];
  const worse = all.filter(isWorse);
  const better = all.filter(({ fixed }) => fixed > 0);
  const name = nameOf(run);
  if (worse.length > 0) return cut(`${listed(worse)} newly missing in ${name}`);
  if (better.length > 0) return cut(`${listed(better)} fixed in ${name}`);
  return cut(`${name} against ${nameOf(base)}: no regression`);
}

function isWorse({ newlyMissing, moved }: KeyComparisonDto): boolean {
  return newlyMissing + moved > 0;
}

function nameOf({ name, runId }: ComparisonDto['run']): string {
  return name === null || name.trim() === '' ? runId : name.trim();
}

function listed(keys: readonly KeyComparisonDto[]): string {
  const names = keys.slice(0, KEYS_MAX).map(({ key }) => key);
  const others = keys.length - names.length;
  const parts = others === 0 ? names : [...names, `${others} more`];
  const last = parts.pop() ?? '';
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
}

function cut(title: string): string {
  return title.length <= LENGTH_MAX ? title : `${title.slice(0, LENGTH_MAX - 1)}…`;
}
