'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RefObject } from 'react';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog';
import type { AccessKeyDto } from '@/lib/contracts/keys';
import { accessKeyListOptions, revokeAccessKey } from '@/lib/query/access-keys';
import { settingsPath, signInPath } from '@/lib/query/paths';
import { createKeyCommand } from './create-key-command';

interface RevokeKeyDialogProps {
  readonly project: string;
  readonly accessKey: AccessKeyDto;
  readonly isCurrent: boolean;
  readonly isLastAdmin: boolean;
  onClose(): void;
  readonly focusAfterwards: RefObject<HTMLElement | null>;
}

/** Open as long as it is there. */
export function RevokeKeyDialog({ onClose, focusAfterwards, ...revocation }: RevokeKeyDialogProps) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={`Revoke the key “${revocation.accessKey.name}”?`}
        description="Whatever sends it is refused at once and for good. A new key can take its place."
        focusAfterwards={focusAfterwards}
        className="max-w-xl"
      >
        <Confirmation {...revocation} onDone={onClose} />
      </DialogContent>
    </Dialog>
  );
}

interface ConfirmationProps extends Omit<RevokeKeyDialogProps, 'onClose' | 'focusAfterwards'> {
  readonly onDone: () => void;
}

function Confirmation({ project, accessKey, isCurrent, isLastAdmin, onDone }: ConfirmationProps) {
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: accessKeyListOptions(project).queryKey });
  const revoking = useMutation({
    mutationFn: () => revokeAccessKey(project, accessKey.id),
    // The list first: what the focus goes back to depends on what is left of the row. With the own key gone there is none.
    onSuccess: () => (isCurrent ? window.location.assign(signInPath(settingsPath(project))) : refresh().then(onDone)),
    onError: refresh,
  });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {isCurrent && <p className="font-medium text-ink">You are signed in with it: you will be signed out.</p>}
      {isLastAdmin && (
        <>
          <p className="text-ink">
            It is the last key of this project with the scope admin. Without it nobody changes the project, its settings
            or its keys here, until somebody makes another one where the server runs:
          </p>
          <CodeBlock label="Command" code={createKeyCommand(project)} />
        </>
      )}
      <p role="alert" className="text-state-missing [overflow-wrap:anywhere] empty:hidden">
        {revoking.isError && `Not revoked: ${revoking.error.message}`}
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <DialogClose asChild>
          <Button>Keep it</Button>
        </DialogClose>
        <Button
          variant="danger"
          aria-disabled={revoking.isPending}
          onClick={() => !revoking.isPending && revoking.mutate()}
        >
          Revoke key
        </Button>
      </div>
    </div>
  );
}
