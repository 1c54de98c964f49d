'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pin, PinOff } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { pinBaseline, refreshBaselines, unpinBaseline } from '@/lib/query/baselines';

interface PinButtonProps {
  readonly project: string;
  readonly runId: string;
  /** What the baseline holds for, e.g. `dataset ds1`. */
  readonly scopeName: string;
  /** Pin this run, or let go of the one that is pinned. */
  readonly action: 'pin' | 'unpin';
  readonly onDone: (words: string) => void;
}

const LOOKS = {
  pin: { icon: Pin, name: 'Make this the baseline' },
  unpin: { icon: PinOff, name: 'Unpin the baseline' },
} as const;

export function PinButton({ project, runId, scopeName, action, onDone }: PinButtonProps) {
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: async () => {
      if (action === 'pin') await pinBaseline(project, runId);
      else await unpinBaseline(project, runId);
      await refreshBaselines(client, project);
    },
    onSuccess: () =>
      onDone(
        action === 'pin'
          ? `This run is now the baseline of ${scopeName}.`
          : `The latest passing run is the baseline of ${scopeName} again.`,
      ),
    onError: (error) => onDone(error.message),
  });
  const { icon: Icon, name } = LOOKS[action];
  return (
    <Button
      size="sm"
      aria-disabled={change.isPending}
      onClick={() => {
        if (!change.isPending) change.mutate();
      }}
    >
      <Icon aria-hidden />
      {name}
    </Button>
  );
}
