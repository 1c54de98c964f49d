'use client';

import { useEffect, useState } from 'react';

const REFRESH_MS = 20_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const RECENT_DAYS = 14;

/** `12 s ago`, `3 min ago`, `5 h ago`, `2 d ago`; older than two weeks: the date. */
export function describeAge(time: Date, now: Date): string {
  const ageMs = Math.max(0, now.getTime() - time.getTime());
  if (ageMs < 5_000) return 'just now';
  if (ageMs < MINUTE_MS) return `${Math.floor(ageMs / 1000)} s ago`;
  if (ageMs < HOUR_MS) return `${Math.floor(ageMs / MINUTE_MS)} min ago`;
  if (ageMs < DAY_MS) return `${Math.floor(ageMs / HOUR_MS)} h ago`;
  if (ageMs < RECENT_DAYS * DAY_MS) return `${Math.floor(ageMs / DAY_MS)} d ago`;
  return time.toISOString().slice(0, 10);
}

/** Universal time to the second: equal for everybody who compares it with a log. */
export function formatInstant(time: Date): string {
  return `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** How long ago an instant (RFC 3339) was; the exact time is in the title. */
export function RelativeTime({ iso, className }: { readonly iso: string; readonly className?: string }) {
  const [now, setNow] = useState(() => new Date());

  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), REFRESH_MS);
    return () => clearInterval(timer);
  }, []);

  const time = new Date(iso);
  // Server and browser may be seconds apart; the words are refreshed anyway.
  return (
    <time suppressHydrationWarning dateTime={iso} title={formatInstant(time)} className={className}>
      {describeAge(time, now)}
    </time>
  );
}
