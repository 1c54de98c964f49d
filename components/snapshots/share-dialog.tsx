'use client';

import { type RefObject, useState } from 'react';
import { Dialog, DialogContent } from '@/components/ui/dialog';
import type { SnapshotLink } from '@/lib/contracts/snapshots';
import { ExportActions } from './export-actions';
import { NewLink } from './new-link';
import { ShareForm } from './share-form';

interface ShareDialogProps {
  readonly project: string;
  readonly base: string;
  readonly run: string;
  onClose(): void;
  readonly focusAfterwards: RefObject<HTMLElement | null>;
}

/** Open as long as it is there. */
export function ShareDialog({ onClose, focusAfterwards, ...comparison }: ShareDialogProps) {
  const [link, setLink] = useState<SnapshotLink | null>(null);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title="Share this comparison"
        description="A link shows it as it is now to whoever has it, until it expires or is revoked."
        focusAfterwards={focusAfterwards}
        className="top-[6vh] max-h-[88vh] max-w-2xl"
      >
        {link === null ? (
          <ShareForm {...comparison} onShared={setLink} />
        ) : (
          <NewLink project={comparison.project} link={link} />
        )}
        <ExportActions {...comparison} />
      </DialogContent>
    </Dialog>
  );
}
