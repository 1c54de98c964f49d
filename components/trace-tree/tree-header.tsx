import { type TimeScale, ticksOf } from '@/lib/trace/time-scale';
import { GridHeaderCell, GridRow, GridRows } from './grid-parts';
import { BAR_CELL, COLUMNS, DURATION_CELL, HEADER_HEIGHT } from './layout';

const TICKS_MOST = 4;
/** Percent; a label further right would be cut off. */
const LABEL_FITS_UNTIL = 85;
const UPWARDS = 'flex items-end justify-center pb-1.5';
const UPWARDS_TEXT = 'max-h-20 overflow-hidden font-mono text-[0.6875rem] leading-none [writing-mode:sideways-lr]';

interface TreeHeaderProps {
  readonly keys: readonly string[];
  readonly scale: TimeScale;
}

/** Column headers. The key names stand upright on their narrow columns. */
export function TreeHeader({ keys, scale }: TreeHeaderProps) {
  return (
    <GridRows className="sticky top-0 z-2 bg-surface">
      <GridRow
        aria-rowindex={1}
        style={{ height: HEADER_HEIGHT }}
        className={`${COLUMNS} border-b border-line text-xs text-ink-muted`}
      >
        <GridHeaderCell column={1} className="flex items-end pb-1.5 pl-4">
          Span
        </GridHeaderCell>
        {keys.map((key, i) => (
          <GridHeaderCell key={key} column={i + 2} className={UPWARDS}>
            <span className={UPWARDS_TEXT} title={key}>
              {key}
            </span>
          </GridHeaderCell>
        ))}
        <GridHeaderCell column={keys.length + 2} className={UPWARDS}>
          <span className={UPWARDS_TEXT} title="The worst that happened to a key the span sent">
            custody
          </span>
        </GridHeaderCell>
        <GridHeaderCell column={keys.length + 3} className={`${DURATION_CELL} items-end justify-end pb-1.5 pr-2`}>
          Duration
        </GridHeaderCell>
        <GridHeaderCell column={keys.length + 4} aria-label="Time" className={`${BAR_CELL} pr-3`}>
          <span className="relative block h-full overflow-hidden">
            {ticksOf(scale, TICKS_MOST).map(({ left, label }) => (
              <span
                key={label}
                className="absolute bottom-0 h-6 whitespace-nowrap border-l border-line-strong pl-1 text-[0.6875rem]"
                style={{ left: `min(${left}%, calc(100% - 1px))` }}
              >
                {left < LABEL_FITS_UNTIL && label}
              </span>
            ))}
          </span>
        </GridHeaderCell>
      </GridRow>
    </GridRows>
  );
}
