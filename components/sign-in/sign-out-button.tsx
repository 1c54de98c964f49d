'use client';

import { useMutation } from '@tanstack/react-query';
import { LogOut } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { signOut } from '@/lib/query/access-keys';
import { signInPath } from '@/lib/query/paths';

/** Makes this browser forget its key. */
export function SignOutButton() {
  const signingOut = useMutation({ mutationFn: signOut, onSuccess: () => window.location.assign(signInPath()) });
  const label = signingOut.isError ? `Not signed out: ${signingOut.error.message}` : 'Sign out';
  return (
    <Button
      variant="ghost"
      size="icon"
      aria-label={label}
      title={label}
      aria-disabled={signingOut.isPending}
      onClick={() => !signingOut.isPending && signingOut.mutate()}
    >
      <LogOut aria-hidden />
    </Button>
  );
}
