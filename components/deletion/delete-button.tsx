'use client';

import { Trash2 } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import type { Deletion } from './deletion';

/** Loaded when somebody reaches for it: most visits delete nothing. */
const loadDialog = () => import('./delete-dialog').then(({ DeleteDialog }) => ({ default: DeleteDialog }));
const DeleteDialog = lazy(loadDialog);

/** Asks, then removes a run or session for good and leaves its page. */
export function DeleteButton(deletion: Deletion) {
  const [isAsking, setIsAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button
        ref={button}
        variant="ghost"
        size="sm"
        aria-haspopup="dialog"
        aria-expanded={isAsking}
        onPointerEnter={loadDialog}
        onFocus={loadDialog}
        onClick={() => setIsAsking(true)}
      >
        <Trash2 aria-hidden />
        Delete {deletion.noun}…
      </Button>
      {isAsking && (
        <Suspense fallback={null}>
          <DeleteDialog {...deletion} onClose={() => setIsAsking(false)} focusAfterwards={button} />
        </Suspense>
      )}
    </>
  );
}
