'use client';

import { type ComponentProps, lazy, type ReactNode } from 'react';
import { DialogButton } from '@/components/ui/dialog-button';
import type { RunChoice } from './run-choice';

/** Loaded when somebody reaches for it. */
const loadDialog = () => import('./run-picker-dialog').then(({ RunPickerDialog }) => ({ default: RunPickerDialog }));
const RunPickerDialog = lazy(loadDialog);

interface RunPickerProps extends RunChoice {
  readonly variant?: ComponentProps<typeof DialogButton>['variant'];
  readonly size?: ComponentProps<typeof DialogButton>['size'];
  /** What stands on the button. */
  readonly children: ReactNode;
}

/** A button that lets a run of the project be chosen. */
export function RunPicker({ variant, size = 'sm', children, ...choice }: RunPickerProps) {
  return (
    <DialogButton
      variant={variant}
      size={size}
      onReach={loadDialog}
      dialog={(openedBy) => <RunPickerDialog {...choice} {...openedBy} />}
    >
      {children}
    </DialogButton>
  );
}
