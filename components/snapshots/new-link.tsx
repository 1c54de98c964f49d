'use client';

import { ExternalLink } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { OnceShownField } from '@/components/ui/once-shown-field';
import { formatInstant } from '@/components/ui/relative-time';
import type { SnapshotLink } from '@/lib/contracts/snapshots';
import { snapshotsPath } from '@/lib/query/paths';

/** A link that was just made. It is shown this once. */
export function NewLink({ project, link }: { readonly project: string; readonly link: SnapshotLink }) {
  const open = (
    <Button asChild>
      <a href={link.url} target="_blank" rel="noreferrer">
        <ExternalLink aria-hidden />
        Open
      </a>
    </Button>
  );
  const lifetime =
    link.expiresAt === null ? 'works until it is revoked' : `expires on ${formatInstant(new Date(link.expiresAt))}`;
  const note = (
    <>
      The link is shown only now: the server keeps no copy of it. It {lifetime}. All links of the project are among its{' '}
      <Link href={snapshotsPath(project)} className="link">
        snapshots
      </Link>
      , where they can be revoked or replaced.
    </>
  );
  return <OnceShownField label={`Link to “${link.title}”`} value={link.url} what="link" action={open} note={note} />;
}
