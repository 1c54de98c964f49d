'use client';

import { Share2 } from 'lucide-react';
import { lazy } from 'react';
import { DialogButton } from '@/components/ui/dialog-button';

/** Loaded when somebody reaches for it: most visits share nothing. */
const loadDialog = () => import('./share-dialog').then(({ ShareDialog }) => ({ default: ShareDialog }));
const ShareDialog = lazy(loadDialog);

interface ShareButtonProps {
  readonly project: string;
  readonly base: string;
  readonly run: string;
  readonly variant?: 'primary' | 'outline' | 'ghost';
}

/** Freezes a comparison under a link, or takes it along as a file. */
export function ShareButton({ variant = 'outline', ...comparison }: ShareButtonProps) {
  return (
    <DialogButton
      variant={variant}
      onReach={loadDialog}
      dialog={(openedBy) => <ShareDialog {...comparison} {...openedBy} />}
    >
      <Share2 aria-hidden />
      Share…
    </DialogButton>
  );
}
