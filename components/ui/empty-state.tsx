import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names';

interface EmptyStateProps {
  readonly title: string;
  readonly icon?: LucideIcon;
  /** What to do next, as a link or button. */
  readonly action?: ReactNode;
  readonly children?: ReactNode;
  readonly className?: string;
}

/** Nothing to show: says why, and what to do next. */
export function EmptyState({ title, icon: Icon, action, children, className }: EmptyStateProps) {
  return (
    <div className={classNames('flex flex-col items-center px-6 py-14 text-center', className)}>
      {Icon !== undefined && <Icon aria-hidden strokeWidth={1.5} className="mb-3 size-6 text-ink-muted" />}
      <p className="text-sm font-medium text-ink">{title}</p>
      {children !== undefined && (
        <div className="mt-1 max-w-md text-balance text-sm text-ink-muted [overflow-wrap:anywhere]">{children}</div>
      )}
      {action !== undefined && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
