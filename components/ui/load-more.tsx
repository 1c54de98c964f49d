'use client';

import { Button } from './button';

interface LoadMoreProps {
  /** How many rows are there, e.g. `50 runs`. */
  readonly shown: string;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly onLoad: () => void;
}

/** The foot of a list: how much is shown, and a button for the next page while there is one. */
export function LoadMore({ shown, hasMore, isLoading, onLoad }: LoadMoreProps) {
  return (
    <div className="flex min-h-11 items-center justify-between gap-3 border-t border-line px-4 py-1.5 text-xs text-ink-muted">
      <span role="status">{hasMore ? `${shown} shown, more to load` : shown}</span>
      {hasMore && (
        <Button size="sm" onClick={onLoad} disabled={isLoading}>
          {isLoading ? 'Loading…' : 'Load more'}
        </Button>
      )}
    </div>
  );
}
