'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type RefObject, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog';
import { formatCounted } from '@/components/ui/format-number';
import type { Deletion } from './deletion';

interface DeleteDialogProps extends Deletion {
  onClose(): void;
  readonly focusAfterwards: RefObject<HTMLElement | null>;
}

/** Open as long as it is there. */
export function DeleteDialog({ onClose, focusAfterwards, ...deletion }: DeleteDialogProps) {
  const [isPending, setIsPending] = useState(false);
  return (
    <Dialog open onOpenChange={(open) => !open && !isPending && onClose()}>
      <DialogContent
        title={`Delete this ${deletion.noun}?`}
        description={deletion.description}
        focusAfterwards={focusAfterwards}
      >
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
