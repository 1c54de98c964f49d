import { formatCount } from '@/components/ui/format-number';
import type { BaselineDto, ComparisonDto, KeyComparisonDto } from '@/lib/contracts/compare';

const MODE_NAMES: Readonly<Record<BaselineDto['mode'], string>> = {
  pinned: 'pinned',
  'latest-passing': 'latest passing',
};

export function nameOfMode(mode: BaselineDto['mode']): string {
  return MODE_NAMES[mode];
}

export function nameOfScope({ kind, value }: NonNullable<BaselineDto['scope']>): string {
  return kind === 'dataset' ? `dataset ${value}` : `name ${value}`;
}

/** `3 newly missing, 1 fixed`: cells of all keys; what does not occur is left out, as long as something does. */
export function describeChanges({ keys, sentKeys }: Pick<ComparisonDto, 'keys' | 'sentKeys'>): string {
  const all = [...Object.values(keys), ...sentKeys];
  const total = (count: (key: KeyComparisonDto) => number) => all.reduce((sum, key) => sum + count(key), 0);
  const changes: readonly (readonly [count: number, words: string])[] = [
    [total((key) => key.newlyMissing), 'newly missing'],
    [total((key) => key.moved), 'moved'],
    [total((key) => key.fixed), 'fixed'],
    [total((key) => key.stillMissing), 'still missing'],
  ];
  const occurring = changes.filter(([count]) => count > 0);
  if (occurring.length === 0) return 'nothing changed';
  return occurring.map(([count, words]) => `${formatCount(count)} ${words}`).join(', ');
}
