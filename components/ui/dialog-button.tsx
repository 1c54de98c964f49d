'use client';

import { type ComponentProps, type ReactNode, type RefObject, Suspense, useRef, useState } from 'react';
import { Button } from './button';

/** What a dialog needs of the button that opened it. */
interface OpenedBy {
  onClose(): void;
  /** Gets the focus when the dialog is gone. */
  readonly focusAfterwards: RefObject<HTMLElement | null>;
}

interface DialogButtonProps extends Pick<ComponentProps<typeof Button>, 'variant' | 'size' | 'children'> {
  /** Somebody reaches for the button: the code of its dialog can be loaded. */
  readonly onReach: () => void;
  /** Draws the dialog, whose code may still be on its way. */
  readonly dialog: (openedBy: OpenedBy) => ReactNode;
}

/** A button that opens a dialog whose code most visits do not need. */
export function DialogButton({ onReach, dialog, children, ...looks }: DialogButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button
        ref={button}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onPointerEnter={onReach}
        onFocus={onReach}
        onClick={() => setIsOpen(true)}
        {...looks}
      >
        {children}
      </Button>
      {isOpen && (
        <Suspense fallback={null}>{dialog({ onClose: () => setIsOpen(false), focusAfterwards: button })}</Suspense>
      )}
    </>
  );
}
