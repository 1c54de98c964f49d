'use client';

import { ShieldCheck } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import type { RunSummary } from '@/lib/contracts/runs';

/** Loaded when somebody reaches for it: a gate is set up once. */
const loadDialog = () => import('./gate-dialog').then(({ GateDialog }) => ({ default: GateDialog }));
const GateDialog = lazy(loadDialog);

interface GateButtonProps {
  readonly project: string;
  readonly run: Pick<RunSummary, 'runId' | 'attribution'>;
}

/** Makes the command and the workflow that hold later runs to what this one reaches. */
export function GateButton(props: GateButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button
        ref={button}
        variant="ghost"
        size="sm"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onPointerEnter={loadDialog}
        onFocus={loadDialog}
        onClick={() => setIsOpen(true)}
      >
        <ShieldCheck aria-hidden />
        Gate in CI…
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <GateDialog {...props} onClose={() => setIsOpen(false)} focusAfterwards={button} />
        </Suspense>
      )}
    </>
  );
}
