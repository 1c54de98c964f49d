'use client';

import { StateGlyph } from '@/components/state/state-glyph';
import { formatCounted } from '@/components/ui/format-number';
import { RelativeTime } from '@/components/ui/relative-time';

interface FreshnessProps {
  /** When the verdict was loaded, Unix milliseconds. */
  readonly checkedAt: number;
  readonly unsettledSessions: number;
}

/** How sure the verdict is: sessions that may still change it, or the word that none is left. */
export function Freshness({ checkedAt, unsettledSessions }: FreshnessProps) {
  const checked = <RelativeTime iso={new Date(checkedAt).toISOString()} />;
  return (
    <p role="status" className="flex flex-wrap items-center gap-x-1.5 text-xs text-ink-muted">
      {unsettledSessions > 0 ? (
        <>
          <StateGlyph state="pending" className="text-state-pending motion-safe:animate-pulse" />
          <span>
            Checked {checked}; {formatCounted(unsettledSessions, 'session')} still settling, the verdict may change
          </span>
        </>
      ) : (
        <>
          <StateGlyph state="preserved" className="text-state-good" />
          <span>Checked {checked}; all sessions have settled</span>
        </>
      )}
    </p>
  );
}
