'use client';

import { useSyncExternalStore } from 'react';

/** Tailwind's `lg`: from here on the detail has room beside the tree. */
const WIDE = '(min-width: 1024px)';

function subscribe(onChange: () => void): () => void {
  const query = window.matchMedia(WIDE);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}

/** Whether tree and detail fit side by side. The server, which cannot know, says yes. */
export function useIsWide(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(WIDE).matches,
    () => true,
  );
}
