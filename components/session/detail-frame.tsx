'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import { useIsWide } from './use-is-wide';

interface DetailFrameProps {
  /** Names the sheet. */
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The detail stands beside the tree where there is room, and lies over the page where there is not. */
export function DetailFrame({ title, onClose, children }: DetailFrameProps) {
  if (!useIsWide())
    return (
      <Sheet title={title} onClose={onClose}>
        {children}
      </Sheet>
    );
  return (
    <aside
      aria-label="Detail"
      className="sticky top-16 hidden max-h-[calc(100dvh-5rem)] min-w-0 self-start overflow-y-auto rounded-lg border border-line bg-surface shadow-card lg:block"
    >
      {children}
    </aside>
  );
}

/** A modal dialog of the browser's own: it keeps the focus, and Escape closes it. */
function Sheet({ title, onClose, children }: DetailFrameProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-label={title}
      // Focus goes to the sheet, not to its first button: the first thing to do is to read.
      tabIndex={-1}
      // biome-ignore lint/a11y/noAutofocus: this is what the attribute means on a dialog
      autoFocus
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      className="fixed inset-0 m-0 size-full max-h-none max-w-none overflow-y-auto bg-surface text-ink outline-none"
    >
      {children}
    </dialog>
  );
}
