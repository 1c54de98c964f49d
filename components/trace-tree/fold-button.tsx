import { ChevronRight } from 'lucide-react';
import { classNames } from '@/components/ui/class-names';

/** For the mouse (the grid hears the click); the keyboard has its arrows. */
export function FoldButton({ expanded }: { readonly expanded: boolean | null }) {
  if (expanded === null) return <span className="w-1.5 shrink-0" />;
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={expanded ? 'Close' : 'Open'}
      className="flex h-full w-5 shrink-0 cursor-pointer items-center justify-center text-ink-muted hover:text-ink"
    >
      <ChevronRight aria-hidden className={classNames('size-3.5', expanded && 'rotate-90')} />
    </button>
  );
}
