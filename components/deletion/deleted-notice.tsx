'use client';

import { Check, X } from 'lucide-react';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useCallback } from 'react';
import { Button } from '@/components/ui/button';

/** Says after a deletion, on the page that follows it, that it is done. */
export function DeletedNotice() {
  const [deleted, setDeleted] = useQueryState('deleted', parseAsStringLiteral(['run', 'session']));
  // The button that had the focus is gone: here it is read out, and the keyboard goes on from here.
  const focus = useCallback((notice: HTMLElement | null) => notice?.focus({ preventScroll: true }), []);
  if (deleted === null) return null;
  return (
    <div
      ref={focus}
      role="status"
      tabIndex={-1}
      className="flex items-center gap-2 rounded-md bg-state-good-wash px-3 py-1.5 text-state-good"
    >
      <Check aria-hidden className="size-4 shrink-0" />
      <p className="min-w-0 grow">The {deleted} was deleted, with everything that was received for it.</p>
      <Button variant="ghost" size="icon-sm" aria-label="Dismiss" onClick={() => void setDeleted(null)}>
        <X aria-hidden />
      </Button>
    </div>
  );
}
