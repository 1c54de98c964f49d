import { Ban, CircleCheck, ClockAlert, Eraser, type LucideIcon } from 'lucide-react';
import { classNames } from '@/components/ui/class-names';
import type { SnapshotState } from '@/lib/domain/snapshot';

interface StateLook {
  readonly name: string;
  readonly meaning: string;
  readonly icon: LucideIcon;
  readonly className: string;
}

const LOOKS: Readonly<Record<SnapshotState, StateLook>> = {
  live: { name: 'live', meaning: 'The link works.', icon: CircleCheck, className: 'text-state-good' },
  expired: {
    name: 'expired',
    meaning: 'The link stopped working by itself; a later expiry makes it work again.',
    icon: ClockAlert,
    className: 'text-state-malformed',
  },
  revoked: { name: 'revoked', meaning: 'Somebody ended the link, for good.', icon: Ban, className: 'text-ink-muted' },
  erased: {
    name: 'erased',
    meaning: 'Data that it showed was deleted, and its contents went with it.',
    icon: Eraser,
    className: 'text-ink-muted',
  },
};

/** Whether a link works: shape and word first, colour second. */
export function SnapshotStateMark({
  state,
  className,
}: {
  readonly state: SnapshotState;
  readonly className?: string;
}) {
  const { name, meaning, icon: Icon, className: colour } = LOOKS[state];
  return (
    <span
      title={meaning}
      className={classNames('inline-flex items-center gap-1.5 whitespace-nowrap align-middle', colour, className)}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {name}
    </span>
  );
}
