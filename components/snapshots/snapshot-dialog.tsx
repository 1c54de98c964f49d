'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type RefObject, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog';
import type { SnapshotDto, SnapshotLink } from '@/lib/contracts/snapshots';
import { renewSnapshotLink, revokeSnapshot, snapshotListOptions } from '@/lib/query/snapshots';
import { EditSnapshot } from './edit-snapshot';
import { NewLink } from './new-link';

export type SnapshotAction = 'edit' | 'renew' | 'revoke';

interface SnapshotDialogProps {
  readonly project: string;
  readonly snapshot: SnapshotDto;
  readonly action: SnapshotAction;
  onClose(): void;
  readonly focusAfterwards: RefObject<HTMLElement | null>;
}

const WORDS: Readonly<Record<SnapshotAction, { readonly title: string; readonly description?: string }>> = {
  edit: { title: 'Edit this snapshot' },
  renew: {
    title: 'Make a new link?',
    description: 'The link that was given out stops working at once; the new one shows the same.',
  },
  revoke: {
    title: 'Revoke this link?',
    description: 'It stops working at once and for good, for everybody who has it. What it showed can be shared again.',
  },
};

/** Open as long as it is there. */
export function SnapshotDialog({ project, snapshot, action, onClose, focusAfterwards }: SnapshotDialogProps) {
  const parts = { project, snapshot, onDone: onClose };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent {...WORDS[action]} focusAfterwards={focusAfterwards} className="max-w-xl">
        {action === 'edit' && <EditSnapshot {...parts} />}
        {action === 'renew' && <RenewLink {...parts} />}
        {action === 'revoke' && <RevokeLink {...parts} />}
      </DialogContent>
    </Dialog>
  );
}

interface PartProps {
  readonly project: string;
  readonly snapshot: SnapshotDto;
  readonly onDone: () => void;
}

function RenewLink({ project, snapshot }: PartProps) {
  const refresh = useRefresh(project);
  const [link, setLink] = useState<SnapshotLink | null>(null);
  const renewing = useMutation({
    mutationFn: () => renewSnapshotLink(project, snapshot.id),
    onSuccess: setLink,
    onSettled: refresh,
  });
  if (link !== null) return <NewLink project={project} link={link} />;
  return (
    <Confirmation
      keep="Keep the old link"
      action="Make a new link"
      variant="primary"
      isBusy={renewing.isPending}
      problem={renewing.isError ? `No new link: ${renewing.error.message}` : null}
      onConfirm={() => renewing.mutate()}
    />
  );
}

function RevokeLink({ project, snapshot, onDone }: PartProps) {
  const refresh = useRefresh(project);
  const revoking = useMutation({
    mutationFn: () => revokeSnapshot(project, snapshot.id),
    // The list first: what the focus goes back to depends on what is left of the row.
    onSuccess: () => refresh().then(onDone),
    onError: refresh,
  });
  return (
    <Confirmation
      keep="Keep it"
      action="Revoke link"
      variant="danger"
      isBusy={revoking.isPending}
      problem={revoking.isError ? `Not revoked: ${revoking.error.message}` : null}
      onConfirm={() => revoking.mutate()}
    />
  );
}

function useRefresh(project: string): () => Promise<void> {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: snapshotListOptions(project).queryKey });
}

interface ConfirmationProps {
  readonly keep: string;
  readonly action: string;
  readonly variant: 'primary' | 'danger';
  readonly isBusy: boolean;
  readonly problem: string | null;
  readonly onConfirm: () => void;
}

function Confirmation({ keep, action, variant, isBusy, problem, onConfirm }: ConfirmationProps) {
  return (
    <>
      <p role="alert" className="mb-3 text-state-missing [overflow-wrap:anywhere] empty:hidden">
        {problem}
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <DialogClose asChild>
          <Button>{keep}</Button>
        </DialogClose>
        <Button variant={variant} aria-disabled={isBusy} onClick={() => !isBusy && onConfirm()}>
          {action}
        </Button>
      </div>
    </>
  );
}
