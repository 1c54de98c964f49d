import type { ComponentProps } from 'react';
import { classNames } from './class-names';

export function Card({ className, ...props }: ComponentProps<'section'>) {
  return (
    <section
      className={classNames('min-w-0 rounded-lg border border-line bg-surface shadow-card', className)}
      {...props}
    />
  );
}

export function CardHeader({ className, ...props }: ComponentProps<'header'>) {
  return (
    <header
      className={classNames(
        'flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-2',
        className,
      )}
      {...props}
    />
  );
}

/** A heading of level 2: a card is a section of its page. */
export function CardTitle({ className, children, ...props }: ComponentProps<'h2'>) {
  return (
    <h2 className={classNames('text-sm font-semibold text-ink', className)} {...props}>
      {children}
    </h2>
  );
}

export function CardBody({ className, ...props }: ComponentProps<'div'>) {
  return <div className={classNames('p-4', className)} {...props} />;
}
