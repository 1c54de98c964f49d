'use client';

import { lazy, type RefObject, Suspense, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import type { AccessKeyDto } from '@/lib/contracts/keys';

/** Loaded when somebody reaches for it. */
const loadDialog = () => import('./revoke-key-dialog').then(({ RevokeKeyDialog }) => ({ default: RevokeKeyDialog }));
const RevokeKeyDialog = lazy(loadDialog);

interface RevokeKeyButtonProps {
  readonly project: string;
  readonly accessKey: AccessKeyDto;
  readonly isCurrent: boolean;
  readonly isLastAdmin: boolean;
  /** Gets the focus when this button is gone. */
  readonly neighbour: RefObject<HTMLElement | null>;
}

export function RevokeKeyButton({ neighbour, ...revocation }: RevokeKeyButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const focusAfterwards = {
    get current() {
      return button.current?.isConnected ? button.current : neighbour.current;
    },
  };
  return (
    <>
      <Button
        ref={button}
        variant="ghost"
        size="sm"
        aria-haspopup="dialog"
        aria-label={`Revoke… ${revocation.accessKey.name}`}
        onPointerEnter={loadDialog}
        onFocus={loadDialog}
        onClick={() => setIsOpen(true)}
      >
        Revoke…
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <RevokeKeyDialog {...revocation} onClose={() => setIsOpen(false)} focusAfterwards={focusAfterwards} />
        </Suspense>
      )}
    </>
  );
}
