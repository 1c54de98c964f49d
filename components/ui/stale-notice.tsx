'use client';

import { TriangleAlert } from 'lucide-react';
import { Button } from './button';
import { RelativeTime } from './relative-time';

interface StaleNoticeProps {
  readonly detail: string;
  /** When what is shown was loaded, Unix milliseconds. */
  readonly since: number;
  readonly onRetry: () => void;
}

/** Above data that could not be refreshed: it stays readable, with its age. */
export function StaleNotice({ detail, since, onRetry }: StaleNoticeProps) {
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-state-malformed-wash px-4 py-2 text-xs text-state-malformed"
    >
      <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        Could not refresh: {detail} Shown is the state of <RelativeTime iso={new Date(since).toISOString()} />.
      </span>
      <Button size="sm" onClick={onRetry} className="ml-auto">
        Try again
      </Button>
    </div>
  );
}
