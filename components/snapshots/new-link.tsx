'use client';

import { ExternalLink } from 'lucide-react';
import Link from 'next/link';
import { useCallback, useId } from 'react';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { fieldStyle } from '@/components/ui/input';
import { formatInstant } from '@/components/ui/relative-time';
import type { SnapshotLink } from '@/lib/contracts/snapshots';
import { snapshotsPath } from '@/lib/query/paths';

/** A link that was just made. It is shown this once: the server keeps only a hash of it. */
export function NewLink({ project, link }: { readonly project: string; readonly link: SnapshotLink }) {
  const id = useId();
  // What had the focus is gone: here one key copies the link.
  const focus = useCallback((field: HTMLInputElement | null) => {
    field?.focus({ preventScroll: true });
    field?.select();
  }, []);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <label htmlFor={id} className="font-medium text-ink">
        Link to “{link.title}”
      </label>
      <div className="flex min-w-0 items-center gap-1">
        <input
          ref={focus}
          id={id}
          readOnly
          value={link.url}
          aria-describedby={`${id}-once`}
          onFocus={(event) => event.target.select()}
          className={`${fieldStyle} grow font-mono text-xs`}
        />
        <CopyButton text={link.url} what="link" className="size-8" />
        <Button asChild>
          <a href={link.url} target="_blank" rel="noreferrer">
            <ExternalLink aria-hidden />
            Open
          </a>
        </Button>
      </div>
      <p id={`${id}-once`} className="text-xs text-ink-muted">
        The link is shown only now: the server keeps no copy of it. It{' '}
        {link.expiresAt === null
          ? 'works until it is revoked'
          : `expires on ${formatInstant(new Date(link.expiresAt))}`}
        . All links of the project are among its{' '}
        <Link href={snapshotsPath(project)} className="link">
          snapshots
        </Link>
        , where they can be revoked or replaced.
      </p>
    </div>
  );
}
