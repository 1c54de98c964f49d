'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { DialogClose } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import type { SnapshotDto, SnapshotPatchBody } from '@/lib/contracts/snapshots';
import { snapshotListOptions, updateSnapshot } from '@/lib/query/snapshots';
import { ExpirySelect } from './expiry-select';
import { expiryText } from './expiry-text';

const TITLE_MAX = 200;

interface EditSnapshotProps {
  readonly project: string;
  readonly snapshot: SnapshotDto;
  readonly onDone: () => void;
}

/** Its name and how long its link works. */
export function EditSnapshot({ project, snapshot, onDone }: EditSnapshotProps) {
  const queryClient = useQueryClient();
  const id = useId();
  const [title, setTitle] = useState(snapshot.title);
  const [days, setDays] = useState<number | null | undefined>();
  const patch: SnapshotPatchBody = {
    ...(title.trim() === snapshot.title ? {} : { title: title.trim() }),
    ...(days === undefined ? {} : { expiresInDays: days }),
  };
  const canSave = title.trim() !== '' && Object.keys(patch).length > 0;
  const saving = useMutation({
    mutationFn: () => updateSnapshot(project, snapshot.id, patch),
    onSuccess: onDone,
    onSettled: () => queryClient.invalidateQueries({ queryKey: snapshotListOptions(project).queryKey }),
  });

  function save(event: FormEvent) {
    event.preventDefault();
    if (canSave && !saving.isPending) saving.mutate();
  }

  return (
    <form onSubmit={save} className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="grid gap-1">
        <label htmlFor={`${id}-title`} className="font-medium text-ink">
          Title
        </label>
        <Input
          id={`${id}-title`}
          value={title}
          required
          maxLength={TITLE_MAX}
          onChange={(event) => setTitle(event.target.value)}
        />
      </div>
      <div className="grid gap-1">
        <label htmlFor={`${id}-expiry`} className="font-medium text-ink">
          Expires after
        </label>
        <ExpirySelect
          id={`${id}-expiry`}
          days={days}
          onChoose={setDays}
          keepLabel={`As it is: ${expiryText(snapshot.expiresAt)}`}
        />
        <p className="text-xs text-ink-muted">Days count from now.</p>
      </div>
      <p role="alert" className="text-state-missing [overflow-wrap:anywhere] empty:hidden">
        {saving.isError && `Not saved: ${saving.error.message}`}
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" aria-disabled={!canSave || saving.isPending}>
          {saving.isPending ? 'Saving…' : 'Save'}
        </Button>
      </div>
    </form>
  );
}
