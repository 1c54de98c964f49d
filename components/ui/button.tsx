import { cva, type VariantProps } from 'class-variance-authority';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { classNames } from './class-names';

const buttonStyle = cva(
  'inline-flex shrink-0 cursor-pointer select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium no-underline transition-colors duration-100 disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'bg-accent text-accent-ink hover:bg-accent-strong',
        outline: 'border border-line-strong bg-surface text-ink hover:bg-hover',
        ghost: 'text-ink-muted hover:bg-hover hover:text-ink',
        danger: 'border border-state-missing bg-surface text-state-missing hover:bg-state-missing-wash',
      },
      size: {
        sm: 'h-7 px-2.5 text-xs',
        md: 'h-8 px-3 text-sm',
        lg: 'h-10 px-4 text-sm',
        icon: 'size-8 p-0',
        'icon-sm': 'size-6 p-0 [&_svg]:size-3.5',
      },
    },
    defaultVariants: { variant: 'outline', size: 'md' },
  },
);

interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof buttonStyle> {
  /** Style the only child (a link, say) as a button instead of drawing one. */
  readonly asChild?: boolean;
}

export function Button({ variant, size, asChild = false, className, type, ...props }: ButtonProps) {
  const style = classNames(buttonStyle({ variant, size }), className);
  if (asChild) return <Slot.Root className={style} {...props} />;
  return <button type={type ?? 'button'} className={style} {...props} />;
}
