import 'server-only';
import type { AttributionCountsDto, CustodyCountsDto } from '../../contracts/common';
import { ATTRIBUTION_KEYS } from '../../domain/attribution-keys';
import { type AttributionCounts, type CustodyCounts, noAttributionCounts } from '../../domain/states';

/** Counts by attribution key; a key nobody counted yet is there with zeros, so that readers need not ask for it. */
export function toAttribution(
  counts: Readonly<Record<string, AttributionCounts>>,
): Record<string, AttributionCountsDto> {
  const names = new Set([...ATTRIBUTION_KEYS.map((key) => key.name), ...Object.keys(counts)]);
  return Object.fromEntries(
    [...names].map((name) => [name, toAttributionCounts({ ...noAttributionCounts(), ...counts[name] })]),
  );
}

export function toAttributionCounts(counts: AttributionCounts): AttributionCountsDto {
  const { 'not-applicable': notApplicable, ...states } = counts;
  return { ...states, notApplicable };
}

export function toCustody(counts: CustodyCounts): CustodyCountsDto {
  return { ...counts };
}
