'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogContent, DialogTrigger } from '@/components/ui/dialog';
import { formatCounted } from '@/components/ui/format-number';

interface Deletion {
  readonly project: string;
  readonly noun: 'run' | 'session';
  /** What goes with it, in words. */
  readonly description: string;
  /** @param onProgress told how many sessions are left, when there is more to do */
  readonly run: (onProgress: (sessionsLeft: number) => void) => Promise<void>;
  /** Where to go when it is gone. */
  readonly afterwards: Route;
}

/** Asks, then removes a run or session for good and leaves its page. */
export function DeleteButton(deletion: Deletion) {
  const [isAsking, setIsAsking] = useState(false);
  const [isPending, setIsPending] = useState(false);
  return (
    <Dialog open={isAsking} onOpenChange={(open) => !isPending && setIsAsking(open)}>
      <DialogTrigger asChild>
        <Button variant="ghost" size="sm">
          <Trash2 aria-hidden />
          Delete {deletion.noun}…
        </Button>
      </DialogTrigger>
      <DialogContent title={`Delete this ${deletion.noun}?`} description={deletion.description}>
        <Confirmation {...deletion} onPending={setIsPending} />
      </DialogContent>
    </Dialog>
  );
}

interface ConfirmationProps extends Deletion {
  readonly onPending: (isPending: boolean) => void;
}

function Confirmation({ project, noun, run, afterwards, onPending }: ConfirmationProps) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const [sessionsLeft, setSessionsLeft] = useState<number>();
  const deletion = useMutation({
    mutationFn: () => run(setSessionsLeft),
    onMutate: () => onPending(true),
    onError: () => onPending(false),
    onSuccess: () => {
      // What is on screen is left alone: it would be asked for again, and is gone.
      queryClient.removeQueries({ queryKey: ['projects', project], type: 'inactive' });
      router.push(afterwards);
    },
  });
  // Until the next page is there, too.
  const isBusy = deletion.isPending || deletion.isSuccess;
  return (
    <>
      {deletion.isError && (
        <p role="alert" className="mb-3 text-state-missing [overflow-wrap:anywhere]">
          Not deleted: {deletion.error.message}
        </p>
      )}
      <p role="status" className="mb-3 text-ink-muted empty:hidden">
        {isBusy && sessionsLeft !== undefined && `${formatCounted(sessionsLeft, 'session')} left.`}
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <DialogClose asChild>
          <Button disabled={isBusy}>Keep it</Button>
        </DialogClose>
        <Button variant="danger" aria-disabled={isBusy} onClick={() => !isBusy && deletion.mutate()}>
          {isBusy ? 'Deleting…' : `Delete ${noun}`}
        </Button>
      </div>
    </>
  );
}
