import { classNames } from '@/components/ui/class-names';
import type { CellState } from '@/lib/domain/comparison';
import { CELL_LOOKS } from './cell-looks';
import { CompareGlyph } from './compare-glyph';

/** What became of one key on one path: shape and words first, colour second. */
export function CellStateMark({ state, className }: { readonly state: CellState; readonly className?: string }) {
  const look = CELL_LOOKS[state];
  return (
    <span
      title={look.meaning}
      className={classNames('inline-flex items-center gap-1.5 whitespace-nowrap', look.textClass, className)}
    >
      <CompareGlyph shape={state} className="shrink-0" />
      {look.name}
    </span>
  );
}
