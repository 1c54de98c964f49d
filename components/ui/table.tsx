import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classNames } from './class-names';

/** Scrolls sideways inside itself when it must; the page never does. */
export function Table({ className, ...props }: ComponentProps<'table'>) {
  return (
    <div className="w-full overflow-x-auto">
      <table
        className={classNames('w-full border-separate border-spacing-0 text-left text-sm', className)}
        {...props}
      />
    </div>
  );
}

export function TableRow({ className, ...props }: ComponentProps<'tr'>) {
  return <tr className={classNames('group/row', className)} {...props} />;
}

export function HeaderCell({ className, scope = 'col', ...props }: ComponentProps<'th'>) {
  return (
    <th
      scope={scope}
      className={classNames(
        'h-9 whitespace-nowrap border-b border-line px-3 align-middle text-xs font-medium text-ink-muted first:pl-4 last:pr-4',
        className,
      )}
      {...props}
    />
  );
}

export function Cell({ className, ...props }: ComponentProps<'td'>) {
  return (
    <td
      className={classNames(
        'h-11 border-b border-line px-3 py-1.5 align-middle first:pl-4 last:pr-4 group-last/row:border-b-0',
        className,
      )}
      {...props}
    />
  );
}

export type SortDirection = 'ascending' | 'descending' | 'none';

interface SortHeaderCellProps extends ComponentProps<'th'> {
  readonly direction: SortDirection;
  readonly onSort: () => void;
}

const SORT_ICONS = { ascending: ArrowUp, descending: ArrowDown, none: ChevronsUpDown } as const;

export function SortHeaderCell({ direction, onSort, children, className, ...props }: SortHeaderCellProps) {
  const Icon = SORT_ICONS[direction];
  return (
    <HeaderCell aria-sort={direction} className={className} {...props}>
      <button
        type="button"
        onClick={onSort}
        className="-mx-1 inline-flex cursor-pointer items-center gap-1 rounded px-1 py-0.5 font-medium hover:text-ink"
      >
        {children}
        <Icon aria-hidden className={classNames('size-3', direction === 'none' && 'opacity-40')} />
      </button>
    </HeaderCell>
  );
}
