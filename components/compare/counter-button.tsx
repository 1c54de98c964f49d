'use client';

import { classNames } from '@/components/ui/class-names';
import { formatCount } from '@/components/ui/format-number';
import type { CellState } from '@/lib/domain/comparison';
import { CELL_LOOKS } from './cell-looks';
import { CompareGlyph } from './compare-glyph';

interface CounterButtonProps {
  readonly state: CellState;
  /** What is counted, e.g. `run_id: newly missing`. */
  readonly name: string;
  readonly count: number;
  readonly isPressed: boolean;
  readonly onPress: () => void;
  /** Shown beside the number. */
  readonly label?: string;
  /** What pressing does, e.g. `Show only these paths below`. */
  readonly hint: string;
}

/** A count that narrows the rows below to what it counts; pressing it again lifts that. Zeros are muted. */
export function CounterButton({ state, name, count, isPressed, onPress, label, hint }: CounterButtonProps) {
  // A filter that is on can always be lifted, also when its count has gone to zero meanwhile.
  if (count === 0 && !isPressed) {
    return (
      <span className="inline-flex h-7 items-center gap-1.5 whitespace-nowrap px-1.5 text-ink-muted" title={name}>
        <CompareGlyph shape={state} className="opacity-50" />0{label !== undefined && ` ${label}`}
      </span>
    );
  }
  return (
    <button
      type="button"
      aria-pressed={isPressed}
      aria-label={`${formatCount(count)} ${name}`}
      title={isPressed ? 'Show all again' : hint}
      onClick={onPress}
      className={classNames(
        'inline-flex h-7 cursor-pointer items-center gap-1.5 whitespace-nowrap rounded-md border border-transparent px-1.5 font-medium text-ink hover:border-line-strong hover:bg-hover',
        isPressed && 'border-accent bg-accent-wash hover:border-accent hover:bg-accent-wash',
      )}
    >
      <CompareGlyph shape={state} className={CELL_LOOKS[state].textClass} />
      {formatCount(count)}
      {label !== undefined && <span className="font-normal text-ink-muted">{label}</span>}
    </button>
  );
}
