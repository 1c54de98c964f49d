import { RotateCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button';
import { classNames } from './class-names';

interface ErrorStateProps {
  readonly title: string;
  /** What went wrong, in the words of who noticed it. */
  readonly detail?: string;
  readonly onRetry?: () => void;
  readonly action?: ReactNode;
  readonly className?: string;
}

/** Something failed: says what, and offers to try again. */
export function ErrorState({ title, detail, onRetry, action, className }: ErrorStateProps) {
  return (
    <div role="alert" className={classNames('flex flex-col items-center px-6 py-14 text-center', className)}>
      <TriangleAlert aria-hidden strokeWidth={1.5} className="mb-3 size-6 text-state-missing" />
      <p className="text-sm font-medium text-ink">{title}</p>
      {detail !== undefined && (
        <p className="mt-1 max-w-md text-balance text-sm text-ink-muted [overflow-wrap:anywhere]">{detail}</p>
      )}
      <div className="mt-4 flex flex-wrap justify-center gap-2 empty:hidden">
        {onRetry !== undefined && (
          <Button onClick={onRetry}>
            <RotateCw aria-hidden />
            Try again
          </Button>
        )}
        {action}
      </div>
    </div>
  );
}
