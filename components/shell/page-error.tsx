'use client';

import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { startPath } from '@/lib/query/paths';

interface PageErrorProps {
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** A page failed. Of a failure on the server only its number is known here; the log has the rest. */
export function PageError({ error, onRetry }: PageErrorProps) {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : null;
  return (
    <ErrorState
      title="This page could not be shown"
      detail={
        digest === null
          ? 'Something went wrong in the browser. Try again; if it stays, load the page anew.'
          : `Something went wrong on the server. Its log has the reason under ${digest}.`
      }
      onRetry={onRetry}
      action={
        <Button asChild variant="ghost">
          <Link href={startPath}>Start page</Link>
        </Button>
      }
    />
  );
}
