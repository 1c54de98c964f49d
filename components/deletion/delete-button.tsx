'use client';

import { Trash2 } from 'lucide-react';
import { lazy } from 'react';
import { DialogButton } from '@/components/ui/dialog-button';
import type { Deletion } from './deletion';

/** Loaded when somebody reaches for it: most visits delete nothing. */
const loadDialog = () => import('./delete-dialog').then(({ DeleteDialog }) => ({ default: DeleteDialog }));
const DeleteDialog = lazy(loadDialog);

/** Asks, then removes a run or session for good and leaves its page. */
export function DeleteButton(deletion: Deletion) {
  return (
    <DialogButton
      variant="ghost"
      size="sm"
      onReach={loadDialog}
      dialog={(openedBy) => <DeleteDialog {...deletion} {...openedBy} />}
    >
      <Trash2 aria-hidden />
      Delete {deletion.noun}…
    </DialogButton>
  );
}
