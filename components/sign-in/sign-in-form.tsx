'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { signIn } from '@/lib/query/access-keys';

/** Takes a key and goes on to what was asked for. @param next a path of this server */
export function SignInForm({ next }: { readonly next: string }) {
  const id = useId();
  const [key, setKey] = useState('');
  const signingIn = useMutation({
    mutationFn: () => signIn(key.trim()),
    // A whole new page: nothing of another key is left.
    onSuccess: () => window.location.assign(next),
  });
  const isBusy = signingIn.isPending || signingIn.isSuccess;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (key.trim() !== '' && !isBusy) signingIn.mutate();
  }

  return (
    <form onSubmit={submit} className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="grid gap-1">
        <label htmlFor={id} className="font-medium text-ink">
          Key
        </label>
        <p id={`${id}-hint`} className="text-ink-muted">
          One of the project, with the scope read or admin. Whoever may change the project’s settings makes them there.
        </p>
        <Input
          id={id}
          type="password"
          name="key"
          autoComplete="current-password"
          autoFocus
          required
          value={key}
          aria-describedby={`${id}-hint ${id}-problem`}
          aria-invalid={signingIn.isError}
          onChange={(event) => setKey(event.target.value)}
          className="w-full font-mono"
        />
      </div>
      <p id={`${id}-problem`} role="alert" className="text-state-missing [overflow-wrap:anywhere] empty:hidden">
        {signingIn.isError && `Not signed in: ${signingIn.error.message}`}
      </p>
      <Button type="submit" variant="primary" size="lg" aria-disabled={isBusy} className="justify-self-start">
        {isBusy ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  );
}
