'use client';

import { ShieldCheck } from 'lucide-react';
import { lazy } from 'react';
import { DialogButton } from '@/components/ui/dialog-button';
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
  return (
    <DialogButton
      variant="ghost"
      size="sm"
      onReach={loadDialog}
      dialog={(openedBy) => <GateDialog {...props} {...openedBy} />}
    >
      <ShieldCheck aria-hidden />
      Gate in CI…
    </DialogButton>
  );
}
