import type { ComparisonDto } from '../../contracts/compare';

/**
 * A comparison without the sent keys that no row tells of. Their names may come from sessions of which nothing else is
 * shown, and which could be erased without anybody noticing that their keys stay.
 */
export function onlyShownKeys(comparison: ComparisonDto): ComparisonDto {
  const shown = new Set(comparison.rows.filter(({ kind }) => kind === 'sent').map(({ key }) => key));
  return { ...comparison, sentKeys: comparison.sentKeys.filter(({ key }) => shown.has(key)) };
}
