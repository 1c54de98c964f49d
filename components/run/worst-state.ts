import { attributionCount } from '@/components/state/states';
import type { AttributionCountsDto } from '@/lib/contracts/common';
import type { AttributionState } from '@/lib/domain/states';

const WORST_FIRST: readonly AttributionState[] = [
  'missing',
  'conflicting',
  'malformed',
  'unattributable',
  'pending',
  'present',
  'not-applicable',
];

/** The gravest state that occurs; not applicable when there are no spans. */
export function worstState(counts: AttributionCountsDto): AttributionState {
  return WORST_FIRST.find((state) => attributionCount(counts, state) > 0) ?? 'not-applicable';
}
