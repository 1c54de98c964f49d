import type { ReactNode } from 'react';
import { CustodyMark, StateMark } from '@/components/state/state-mark';
import type { AttributionState, CustodyState } from '@/lib/domain/states';
import { formatDuration } from '@/lib/trace/format-duration';
import type { Bar } from '@/lib/trace/time-scale';
import { GridCell } from './grid-parts';
import { BAR_CELL, DURATION_CELL } from './layout';
import { TimeBar } from './time-bar';

const GLYPH_CELL = 'flex items-center justify-center';

interface GlyphCellsProps {
  readonly keys: readonly string[];
  /** In the order of `keys`; null where there is nothing to judge. */
  readonly states: readonly AttributionState[] | null;
  /** undefined where there is nothing to judge; null where nothing was sent. */
  readonly custody: CustodyState | null | undefined;
}

/** One glyph per attribution key, and one for custody. */
export function GlyphCells({ keys, states, custody }: GlyphCellsProps) {
  return (
    <>
      {keys.map((key, i) => {
        const state = states?.[i];
        return (
          <GridCell key={key} column={i + 2} className={GLYPH_CELL}>
            {state !== undefined && <StateMark state={state} of={key} />}
          </GridCell>
        );
      })}
      <GridCell column={keys.length + 2} className={GLYPH_CELL}>
        {custody !== undefined && <CustodyMark state={custody} of="worst of the sent keys" />}
      </GridCell>
    </>
  );
}

/** The cells of a row that is no span. */
export function EmptyCells({ keys }: { readonly keys: readonly string[] }) {
  return (
    <>
      <GlyphCells keys={keys} states={null} custody={undefined} />
      <TimeCells keys={keys} durationMs={undefined} bar={null} parentBar={null} />
    </>
  );
}

interface TimeCellsProps {
  readonly keys: readonly string[];
  /** Milliseconds; null when the client never ended it; undefined where there is no time. */
  readonly durationMs: number | null | undefined;
  readonly bar: Bar | null;
  readonly parentBar: Bar | null;
}

export function TimeCells({ keys, durationMs, bar, parentBar }: TimeCellsProps) {
  let duration: ReactNode = null;
  if (durationMs === null) duration = <span className="italic">no end</span>;
  else if (durationMs !== undefined) duration = formatDuration(durationMs);
  return (
    <>
      <GridCell
        column={keys.length + 3}
        className={`${DURATION_CELL} items-center justify-end pr-2 text-xs text-ink-muted`}
      >
        {duration}
      </GridCell>
      <GridCell column={keys.length + 4} className={`${BAR_CELL} pr-3`}>
        {bar !== null && <TimeBar bar={bar} parent={parentBar} />}
      </GridCell>
    </>
  );
}
