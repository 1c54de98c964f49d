'use client';

import { Button } from '@/components/ui/button';
import { DialogClose } from '@/components/ui/dialog';
import { OnceShownField } from '@/components/ui/once-shown-field';
import type { NewAccessKey } from '@/lib/contracts/keys';

interface NewKeyProps {
  readonly created: NewAccessKey;
  readonly isFirst: boolean;
}

/** A key that was just made. It is shown this once. */
export function NewKey({ created: { name, token }, isFirst }: NewKeyProps) {
  const note = (
    <>
      It is shown only now: the server keeps no copy of it. {isFirst && 'This browser is signed in with it. '}Clients
      read it from <code className="font-mono">HH_API_KEY</code>, or send it as{' '}
      <code className="font-mono">Authorization: Bearer</code>.
    </>
  );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <OnceShownField label={`Key ${name}`} value={token} what="key" note={note} />
      <div className="flex justify-end">
        <DialogClose asChild>
          <Button variant="primary">Done</Button>
        </DialogClose>
      </div>
    </div>
  );
}
