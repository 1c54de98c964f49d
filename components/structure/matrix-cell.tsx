import { type ReactNode, useContext } from 'react';
import { classNames } from '@/components/ui/class-names';
import type { TreeNodeDto } from '@/lib/contracts/structure';
import { visibleText } from '@/lib/trace/visible-text';
import { CandidateLetter } from './candidate-letter';
import { type MatrixSides, SIDE_NAMES, SIDES, type Side } from './matrix-sides';

const LETTER_CLASSES: Readonly<Record<Side, string>> = { base: 'text-ink-muted', run: 'text-accent-text' };

/** In place of a key's number. */
export const ALL_KEYS = -1;

interface ListOfSpans {
  readonly node: TreeNodeDto;
  /** Place of the key among the tree's, or {@link ALL_KEYS}. */
  readonly keyNumber: number;
  /** In words. */
  readonly key: string;
}

interface MatrixCellProps {
  readonly sides: MatrixSides;
  /** What a click lists; null where there is nothing to list. */
  readonly list: ListOfSpans | null;
  readonly children: (side: Side) => ReactNode;
}

/** One value, or the baseline's beside the candidate's. */
export function MatrixCell({ sides, list, children }: MatrixCellProps) {
  return (
    <span className={classNames('min-w-0 grow', sides === 'both' && 'grid grid-cols-2 @5xl:gap-1')}>
      {SIDES[sides].map((side) => (
        <ListButton key={side} list={list} side={side} isHalf={sides === 'both'}>
          {children(side)}
        </ListButton>
      ))}
    </span>
  );
}

interface ListButtonProps {
  readonly list: ListOfSpans | null;
  readonly side: Side;
  /** Of two: then it says which one it is. */
  readonly isHalf: boolean;
  readonly children: ReactNode;
}

/** For the mouse: the grid hears the click; the keyboard has the space bar. */
function ListButton({ list, side, isHalf, children }: ListButtonProps) {
  const candidateLetter = useContext(CandidateLetter);
  const value = isHalf ? (
    <span className="flex min-w-0 items-center gap-0.5 @5xl:gap-1">
      <span aria-hidden className={classNames('text-[0.625rem] font-semibold', LETTER_CLASSES[side])}>
        {side === 'base' ? 'A' : candidateLetter}
      </span>
      <span className="sr-only">{SIDE_NAMES[side]}: </span>
      {children}
    </span>
  ) : (
    children
  );
  if (list === null || (list.node[side]?.spans ?? 0) === 0)
    return <span className="block min-w-0 @5xl:px-0.5">{value}</span>;
  const name = visibleText(list.node.label);
  return (
    <button
      type="button"
      tabIndex={-1}
      data-key={list.keyNumber}
      data-side={side}
      aria-label={`List the spans of ${name} by ${list.key}${isHalf ? `, ${SIDE_NAMES[side]}` : ''}`}
      className="block w-full min-w-0 cursor-pointer rounded text-left hover:bg-well @5xl:px-0.5"
    >
      {value}
    </button>
  );
}
