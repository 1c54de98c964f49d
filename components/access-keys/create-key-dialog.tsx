'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, type RefObject, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import type { AccessKeyCreate, NewAccessKey } from '@/lib/contracts/keys';
import { accessKeyListOptions, createAccessKey } from '@/lib/query/access-keys';
import { NewKey } from './new-key';
import { ScopeChoice } from './scope-choice';

const NAME_MAX = 100;

interface CreateKeyDialogProps {
  readonly project: string;
  /** The server has no keys yet. */
  readonly isFirst: boolean;
  onClose(): void;
  readonly focusAfterwards: RefObject<HTMLElement | null>;
}

/** Open as long as it is there. */
export function CreateKeyDialog({ project, isFirst, onClose, focusAfterwards }: CreateKeyDialogProps) {
  const [created, setCreated] = useState<NewAccessKey | null>(null);
  // As it was when the dialog opened: the list behind it knows of the new key.
  const [wasFirst] = useState(isFirst);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={created === null ? `New key of the project ${project}` : 'The new key'}
        description={created === null ? 'It opens this project and no other.' : undefined}
        focusAfterwards={focusAfterwards}
        className="max-w-xl"
      >
        {created === null ? (
          <CreateKeyForm project={project} isFirst={wasFirst} onCreated={setCreated} />
        ) : (
          <NewKey created={created} isFirst={wasFirst} />
        )}
      </DialogContent>
    </Dialog>
  );
}

interface CreateKeyFormProps extends Pick<CreateKeyDialogProps, 'project' | 'isFirst'> {
  readonly onCreated: (key: NewAccessKey) => void;
}

function CreateKeyForm({ project, isFirst, onCreated }: CreateKeyFormProps) {
  const id = useId();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<AccessKeyCreate['scopes']>(isFirst ? ['admin'] : ['ingest', 'read']);
  const canCreate = name.trim() !== '' && scopes.length > 0;
  const creating = useMutation({
    mutationFn: () => createAccessKey(project, { name: name.trim(), scopes }),
    onSuccess: (key) => {
      onCreated(key);
      // The first key signs this browser in, which the header shows.
      if (isFirst) router.refresh();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: accessKeyListOptions(project).queryKey }),
  });

  function create(event: FormEvent) {
    event.preventDefault();
    if (canCreate && !creating.isPending) creating.mutate();
  }

  return (
    <form onSubmit={create} className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {isFirst && (
        <p className="rounded-md bg-state-malformed-wash px-3 py-2 text-state-malformed">
          It is the first key of this server: from then on nobody gets in without one. Clients have to send a key, and
          other projects need keys of their own, made on the command line. You will be signed in with this one.
        </p>
      )}
      <div className="grid gap-1">
        <label htmlFor={`${id}-name`} className="font-medium text-ink">
          Name
        </label>
        <Input
          id={`${id}-name`}
          value={name}
          required
          maxLength={NAME_MAX}
          placeholder="Who or what uses it, such as nightly CI"
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
      </div>
      <ScopeChoice scopes={scopes} onChange={setScopes} needsAdmin={isFirst} />
      <p role="alert" className="text-state-missing [overflow-wrap:anywhere] empty:hidden">
        {creating.isError && `Not created: ${creating.error.message}`}
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" aria-disabled={!canCreate || creating.isPending}>
          {creating.isPending ? 'Creating…' : 'Create key'}
        </Button>
      </div>
    </form>
  );
}
