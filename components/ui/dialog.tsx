'use client';

import { X } from 'lucide-react';
import { Dialog as RadixDialog } from 'radix-ui';
import type { ReactNode, RefObject } from 'react';
import { Button } from './button';
import { classNames } from './class-names';

export const Dialog = RadixDialog.Root;
export const DialogClose = RadixDialog.Close;

interface DialogContentProps {
  readonly title: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  /** Gets the focus when the dialog closes. */
  readonly focusAfterwards?: RefObject<HTMLElement | null>;
}

/** The window of a dialog: focus stays inside, Escape closes, the title names it. */
export function DialogContent({ title, description, children, className, focusAfterwards }: DialogContentProps) {
  return (
    <RadixDialog.Portal>
      <RadixDialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
      <RadixDialog.Content
        {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        onCloseAutoFocus={(event) => {
          if (focusAfterwards === undefined) return;
          event.preventDefault();
          focusAfterwards.current?.focus();
        }}
        className={classNames(
          'fixed left-1/2 top-[12vh] z-50 flex max-h-[76vh] w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2 flex-col overflow-y-auto rounded-xl border border-line-strong bg-surface p-5 shadow-pop',
          className,
        )}
      >
        <RadixDialog.Title className="pr-8 text-base font-semibold text-ink">{title}</RadixDialog.Title>
        {description !== undefined && (
          <RadixDialog.Description className="mt-1.5 text-sm text-ink-muted">{description}</RadixDialog.Description>
        )}
        <div className="mt-4">{children}</div>
        <RadixDialog.Close asChild>
          <Button variant="ghost" size="icon" aria-label="Close" className="absolute right-3 top-3">
            <X aria-hidden />
          </Button>
        </RadixDialog.Close>
      </RadixDialog.Content>
    </RadixDialog.Portal>
  );
}
