import type { ComparisonDto, KeyComparisonDto } from '@/lib/contracts/compare';
import { ATTRIBUTION_KEYS } from '@/lib/domain/attribution-keys';

/** The attribution keys of a comparison: the well-known ones first and in their order, a project's own after them. */
export function attributionKeys({ keys }: Pick<ComparisonDto, 'keys'>): readonly KeyComparisonDto[] {
  const rankOf = ({ key }: KeyComparisonDto) => {
    const index = ATTRIBUTION_KEYS.findIndex(({ name }) => name === key);
    return index === -1 ? ATTRIBUTION_KEYS.length : index;
  };
  return Object.values(keys).sort((a, b) => rankOf(a) - rankOf(b) || (a.key < b.key ? -1 : 1));
}
