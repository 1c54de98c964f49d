import type { AttributionCountsDto } from '@/lib/contracts/common';
import { ATTRIBUTION_KEYS } from '@/lib/domain/attribution-keys';

interface Attributed {
  readonly attribution: Readonly<Record<string, AttributionCountsDto>>;
}

/** The attribution keys that occur: the well-known ones first and in their order, a project's own after them. */
export function keyNamesOf(rows: readonly Attributed[]): readonly string[] {
  const wellKnown = ATTRIBUTION_KEYS.map((key) => key.name);
  const occurring = new Set(rows.flatMap((row) => Object.keys(row.attribution)));
  return [...wellKnown, ...[...occurring].filter((name) => !wellKnown.includes(name)).sort()];
}
