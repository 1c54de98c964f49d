'use client';

import { Share2 } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';

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
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button
        ref={button}
        variant={variant}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onPointerEnter={loadDialog}
        onFocus={loadDialog}
        onClick={() => setIsOpen(true)}
      >
        <Share2 aria-hidden />
        Share…
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <ShareDialog {...comparison} onClose={() => setIsOpen(false)} focusAfterwards={button} />
        </Suspense>
      )}
    </>
  );
}
