const DAY_MS = 86_400_000;

/** @param days from now; null for never */
export function expiryAfter(days: number | null, now: Date): Date | null {
  return days === null ? null : new Date(now.getTime() + days * DAY_MS);
}
