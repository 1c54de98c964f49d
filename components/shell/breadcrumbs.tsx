import { ChevronRight } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { classNames } from '@/components/ui/class-names';

export interface Crumb {
  readonly label: string;
  /** Absent on the last crumb: the page itself. */
  readonly href?: Route;
  /** True for ids. */
  readonly mono?: boolean;
}

/** Where the page is: project / run / datapoint. */
export function Breadcrumbs({ items }: { readonly items: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1 text-xs text-ink-muted">
        {items.map((item) => (
          <li
            key={item.href ?? item.label}
            className="flex min-w-0 items-center gap-1 last:shrink-0 last:max-w-1/2 first:[&>svg]:hidden"
          >
            <ChevronRight aria-hidden className="size-3.5 shrink-0 opacity-60" />
            {item.href === undefined ? (
              <span aria-current="page" title={item.label} className={classNames('truncate', item.mono && 'font-mono')}>
                {item.label}
              </span>
            ) : (
              <Link
                href={item.href}
                title={item.label}
                className={classNames('truncate no-underline hover:text-ink hover:underline', item.mono && 'font-mono')}
              >
                {item.label}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
