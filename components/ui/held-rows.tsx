'use client';

import type { ReactNode } from 'react';
import { Button } from './button';
import { formatCounted } from './format-number';
import type { useSteadyRows } from './use-steady-rows';

interface HeldRowsProps {
  readonly steady: Omit<ReturnType<typeof useSteadyRows>, 'rows'>;
  readonly noun: string;
  readonly children: ReactNode;
}

/** Rows that stay where they are while somebody is among them, with a word on what waits. */
export function HeldRows({ steady, noun, children }: HeldRowsProps) {
  const { isHeld, waiting, release, holdProps } = steady;
  return (
    <div {...holdProps} className="relative">
      {isHeld && (
        <p role="status" className="sticky top-0 z-10 flex h-0 justify-center">
          <Button size="sm" variant="primary" className="mt-1 shadow" onClick={release}>
            {waiting > 0 ? `${formatCounted(waiting, `${noun} change`)} waiting: show` : 'The order has changed: show'}
          </Button>
        </p>
      )}
      {children}
    </div>
  );
}
