import type { ReactNode } from 'react';
import { classNames } from './class-names';

interface OverlaySelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onSelect: (value: string) => void;
  /** What is seen instead of the browser's own box. */
  readonly children: ReactNode;
  readonly className?: string;
}

/** A menu with a face of our own: the browser's select lies over it, unseen, and does all the work. */
export function OverlaySelect({ label, value, options, onSelect, children, className }: OverlaySelectProps) {
  return (
    <span
      className={classNames(
        'relative inline-flex h-8 min-w-0 items-center gap-1.5 rounded-md px-2 text-ink-muted outline-offset-2 outline-accent hover:bg-hover hover:text-ink has-focus-visible:outline-2',
        className,
      )}
    >
      {children}
      <select
        aria-label={label}
        title={label}
        value={value}
        onChange={(event) => onSelect(event.target.value)}
        className="absolute inset-0 w-full cursor-pointer bg-surface text-sm text-ink opacity-0"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </span>
  );
}
