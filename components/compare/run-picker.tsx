'use client';

import { type ComponentProps, lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import type { RunChoice } from './run-choice';

/** Loaded when somebody reaches for it. */
const loadDialog = () => import('./run-picker-dialog').then(({ RunPickerDialog }) => ({ default: RunPickerDialog }));
const RunPickerDialog = lazy(loadDialog);

interface RunPickerProps extends RunChoice {
  readonly variant?: ComponentProps<typeof Button>['variant'];
  readonly size?: ComponentProps<typeof Button>['size'];
  /** What stands on the button. */
  readonly children: ReactNode;
}

/** A button that lets a run of the project be chosen. */
export function RunPicker({ variant, size = 'sm', children, ...choice }: RunPickerProps) {
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button
        ref={button}
        variant={variant}
        size={size}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onPointerEnter={loadDialog}
        onFocus={loadDialog}
        onClick={() => setIsOpen(true)}
      >
        {children}
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <RunPickerDialog {...choice} onClose={() => setIsOpen(false)} focusAfterwards={button} />
        </Suspense>
      )}
    </>
  );
}
