import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { classNames } from './class-names';

const badgeStyle = cva(
  'inline-flex h-5 shrink-0 items-center gap-1 whitespace-nowrap rounded px-1.5 text-xs font-medium leading-none [&_svg]:size-3',
  {
    variants: {
      tone: {
        neutral: 'bg-well text-ink-muted',
        outline: 'border border-line-strong text-ink-muted',
        accent: 'bg-accent-wash text-accent-text',
        bad: 'bg-state-missing-wash text-state-missing',
        warn: 'bg-state-malformed-wash text-state-malformed',
        good: 'bg-state-good-wash text-state-good',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
);

export type BadgeTone = NonNullable<VariantProps<typeof badgeStyle>['tone']>;

export function Badge({ tone, className, ...props }: ComponentProps<'span'> & VariantProps<typeof badgeStyle>) {
  return <span className={classNames(badgeStyle({ tone }), className)} {...props} />;
}
