import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

interface NoticeProps {
  readonly icon: LucideIcon;
  readonly tone?: 'info' | 'warn';
  readonly children: ReactNode;
  /** A button at its end. */
  readonly action?: ReactNode;
}

/** One line above the tree about something a reader must know to read it right. */
export function Notice({ icon: Icon, tone = 'info', children, action }: NoticeProps) {
  return (
    <div
      className={classNames(
        'flex items-start gap-2 rounded-md px-3 py-2',
        tone === 'warn' ? 'bg-state-malformed-wash text-state-malformed' : 'bg-well text-ink',
      )}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <p className="min-w-0 grow [overflow-wrap:anywhere]">{children}</p>
      {action}
    </div>
  );
}
