'use client';

import { type ReactNode, useCallback, useId } from 'react';
import { CopyButton } from './copy-button';
import { fieldStyle } from './input';

interface OnceShownFieldProps {
  readonly label: ReactNode;
  readonly value: string;
  /** What the copy button names. */
  readonly what: string;
  /** Beside the copy button. */
  readonly action?: ReactNode;
  /** Says that it is shown only now, and what to do with it. */
  readonly note: ReactNode;
}

/** A secret that was just made: the server keeps only a hash of it. */
export function OnceShownField({ label, value, what, action, note }: OnceShownFieldProps) {
  const id = useId();
  // What had the focus is gone: here one key press copies the secret.
  const focus = useCallback((field: HTMLInputElement | null) => {
    field?.focus({ preventScroll: true });
    field?.select();
  }, []);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <label htmlFor={id} className="font-medium text-ink">
        {label}
      </label>
      <div className="flex min-w-0 items-center gap-1">
        <input
          ref={focus}
          id={id}
          readOnly
          value={value}
          aria-describedby={`${id}-once`}
          onFocus={(event) => event.target.select()}
          className={`${fieldStyle} grow font-mono text-xs`}
        />
        <CopyButton text={value} what={what} className="size-8" />
        {action}
      </div>
      <p id={`${id}-once`} className="text-xs text-ink-muted">
        {note}
      </p>
    </div>
  );
}
