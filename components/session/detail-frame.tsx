'use client';

import { Dialog } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { useIsWide } from './use-is-wide';

interface DetailFrameProps {
  /** Names the sheet. */
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The detail stands beside the tree where there is room, and lies over the page where there is not. */
export function DetailFrame({ title, onClose, children }: DetailFrameProps) {
  const isWide = useIsWide();
  const content = useRef<HTMLDivElement>(null);
  if (isWide)
    return (
      <aside
        aria-label="Detail"
        className="sticky top-16 hidden max-h-[calc(100dvh-5rem)] min-w-0 self-start overflow-y-auto rounded-lg border border-line bg-surface shadow-card lg:block"
      >
        {children}
      </aside>
    );
  return (
    <Dialog.Root open onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Content
          aria-describedby={undefined}
          tabIndex={-1}
          // The first thing to read, not the first button.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            content.current?.focus();
          }}
          ref={content}
          className="fixed inset-0 z-50 overflow-y-auto bg-surface outline-none"
        >
          <Dialog.Title className="sr-only">{title}</Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
