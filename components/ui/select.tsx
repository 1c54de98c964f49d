import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classNames } from './class-names';
import { fieldStyle } from './input';

/** The browser's own select: correct with keyboard, touch and screen readers without any script. */
export function Select({ className, children, ...props }: ComponentProps<'select'>) {
  return (
    <span className={classNames('relative inline-flex min-w-0 items-center', className)}>
      <select className={classNames(fieldStyle, 'w-full cursor-pointer appearance-none truncate pr-7')} {...props}>
        {children}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute right-2 size-3.5 text-ink-muted" />
    </span>
  );
}
