'use client';

import { X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { CELL_LOOKS } from './cell-looks';
import { useCompareView } from './use-compare-view';

/** What the rows are narrowed to, each part with a button that lifts it. */
export function FilterChips() {
  const { view, setView } = useCompareView();
  if (view.only === null && view.key === null) return null;
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2">
      {view.only !== null && (
        <Button size="sm" onClick={() => setView({ only: null })}>
          Only {view.only === 'unmatched' ? 'in one run' : CELL_LOOKS[view.only].name}
          <X aria-hidden />
          <span className="sr-only">(remove this filter)</span>
        </Button>
      )}
      {view.key !== null && (
        <Button size="sm" className="max-w-full shrink" title={view.key} onClick={() => setView({ key: null })}>
          <span className="min-w-0 truncate">
            Only <span className="font-mono">{view.key}</span>
          </span>
          <X aria-hidden />
          <span className="sr-only">(remove this filter)</span>
        </Button>
      )}
    </div>
  );
}
