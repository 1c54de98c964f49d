import { classNames } from '@/components/ui/class-names';
import type { Rail } from '@/lib/trace/row-rails';

/** The lane left of the names: one line from a break point to the last span of its region. */
export function BreakRail({ rail }: { readonly rail: Rail | null }) {
  return (
    <span aria-hidden className="relative block h-full w-3 shrink-0">
      {rail !== null && <RailLine {...rail} />}
    </span>
  );
}

function RailLine({ part, continues }: Rail) {
  if (part === 'between')
    return <span className="absolute inset-y-0 left-[5px] border-l-2 border-dotted border-state-missing opacity-60" />;
  return (
    <>
      <span
        className={classNames(
          'absolute left-1 w-1 bg-state-missing',
          part === 'top' ? 'top-1/2' : 'top-0',
          continues ? 'bottom-0' : part === 'top' ? 'hidden' : 'bottom-1.5 rounded-b-full',
        )}
      />
      {part === 'top' && (
        <span className="absolute left-0.5 top-1/2 size-2 -translate-y-1/2 rotate-45 bg-state-missing" />
      )}
    </>
  );
}
