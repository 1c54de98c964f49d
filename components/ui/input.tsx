import type { ComponentProps } from 'react';
import { classNames } from './class-names';

export const fieldStyle =
  'h-8 min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-sm text-ink placeholder:text-ink-muted hover:border-ink-muted';

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input className={classNames(fieldStyle, className)} {...props} />;
}
