import { type AuditCase, ownValue } from './open-case';

/**
 * What a session as a whole is filed under: its record's value, else the one most of its spans carry; of equally
 * frequent ones the first in the alphabet, so that the order of arrival does not matter.
 */
export function canonicalValue(c: AuditCase, key: string): string | null {
  const recorded = c.recorded.get(key);
  if (recorded !== undefined) return recorded;
  const counts = new Map<string, number>();
  for (let node = 0; node < c.spans.length; node++) {
    const value = ownValue(c, node, key);
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  let best: string | null = null;
  for (const [value, count] of counts) {
    const most = best === null ? 0 : (counts.get(best) ?? 0);
    if (count > most || (count === most && best !== null && value < best)) best = value;
  }
  return best;
}
