import { classNames } from '@/components/ui/class-names';
import type { Bar } from '@/lib/trace/time-scale';

interface TimeBarProps {
  readonly bar: Bar;
  /** The parent's bar, drawn behind: a child that runs outside of it shows. */
  readonly parent: Bar | null;
}

/** When a span ran, where its clock says it did. Drawn for the eye; the duration stands beside it in words. */
export function TimeBar({ bar, parent }: TimeBarProps) {
  return (
    <span aria-hidden className="relative block h-full">
      {parent !== null && (
        <span className="absolute inset-y-0 bg-well" style={{ left: `${parent.left}%`, width: `${parent.width}%` }} />
      )}
      <span
        className={classNames(
          'absolute top-1/2 h-2 min-w-0.5 -translate-y-1/2 rounded-xs',
          bar.isOpen
            ? 'border border-r-0 border-dashed border-ink-muted bg-linear-to-r from-ink-muted/50 to-transparent'
            : 'bg-ink-muted/70',
        )}
        style={{ left: `min(${bar.left}%, calc(100% - 2px))`, width: `${bar.width}%` }}
      />
    </span>
  );
}
