'use client';

import {
  CartesianGrid,
  type DotItemDotProps,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from 'recharts';
import { StateGlyph } from '@/components/state/state-glyph';
import { classNames } from '@/components/ui/class-names';
import type { AttributionState, CustodyState } from '@/lib/domain/states';
import { openOnClick, runAxis, shareAxis } from './run-axes';

/** How a state is drawn. */
export interface HistoryMark {
  readonly name: string;
  readonly glyph: AttributionState | CustodyState;
  readonly textClass: string;
  /** Pixels; stands for the glyph where there is no room for it. */
  readonly barHeight: number;
}

export interface HistoryPoint {
  readonly id: string;
  /** Heading of the point's tooltip. */
  readonly title: string;
  /** Per cent; null where nothing is judged. */
  readonly share: number | null;
  readonly mark: HistoryMark;
  /** What the tooltip tells. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}

/** A change between two points, numbered as in the list beside the chart. */
export interface HistoryChange {
  readonly number: number;
  readonly fromIndex: number;
  readonly toIndex: number;
  readonly mark: HistoryMark;
}

export interface HistoryChartProps {
  /** In order. */
  readonly points: readonly HistoryPoint[];
  readonly changes: readonly HistoryChange[];
  readonly onOpen: (id: string) => void;
}

/** Below the shares there is a lane with the mark of each run. */
const LANE = -22;
const LANE_BOTTOM = -38;
/** Pixels, as everything below. Glyphs shrink to what there is for a run. */
const GLYPH_SIZE = 14;
/** Where runs stand closer than this a bar stands for each, told apart by its height. */
const GLYPH_SIZE_MIN = 7;
const BAR_WIDTH_MIN = 1;
const FLAG_RADIUS = 8;

/** The share of one key over ordered runs, the state of each, and where it changed. */
export function HistoryChart({ points, changes, onOpen }: HistoryChartProps) {
  const data = points.map((point, index) => ({ ...point, index }));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart
        data={data}
        margin={{ top: 22, right: 12, bottom: 0, left: 0 }}
        accessibilityLayer
        onClick={openOnClick(points, onOpen)}
        className="cursor-pointer text-xs"
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis {...runAxis(points, 0.5)} />
        <YAxis {...shareAxis(LANE_BOTTOM)} />
        <Tooltip isAnimationActive={false} cursor={{ stroke: 'var(--line-strong)' }} content={PointTooltip} />
        {changes.map(({ number, fromIndex, toIndex, mark }) => (
          <ReferenceLine
            key={number}
            x={(fromIndex + toIndex) / 2}
            className={mark.textClass}
            stroke="currentColor"
            strokeWidth={1.5}
            strokeDasharray="4 3"
            label={({ viewBox }) => <ChangeFlag number={number} mark={mark} viewBox={viewBox} />}
          />
        ))}
        <Line
          dataKey="share"
          connectNulls
          isAnimationActive={false}
          stroke="var(--accent)"
          strokeWidth={2}
          dot={{ r: 2.5, fill: 'var(--accent)', strokeWidth: 0 }}
          activeDot={{ r: 4, strokeWidth: 0 }}
        />
        <Line
          dataKey={() => LANE}
          isAnimationActive={false}
          stroke="none"
          dot={StateDot}
          activeDot={false}
          legendType="none"
        />
      </LineChart>
    </ResponsiveContainer>
  );
}

function StateDot({ cx = 0, cy = 0, payload, points }: DotItemDotProps) {
  const { mark, id } = payload as HistoryPoint;
  const [first, second] = points;
  const space = (second?.x ?? Number.POSITIVE_INFINITY) - (first?.x ?? 0);
  if (space < GLYPH_SIZE_MIN) {
    const width = Math.max(BAR_WIDTH_MIN, space - 1);
    return (
      <rect
        key={id}
        x={cx - width / 2}
        y={cy + GLYPH_SIZE / 2 - mark.barHeight}
        width={width}
        height={mark.barHeight}
        fill="currentColor"
        className={mark.textClass}
      />
    );
  }
  const size = Math.min(GLYPH_SIZE, space);
  return (
    <g key={id} transform={`translate(${cx - size / 2} ${cy - size / 2})`} className={mark.textClass}>
      <StateGlyph state={mark.glyph} size={size} />
    </g>
  );
}

/** The number of a change at the top of its line: a diamond where it broke, a circle where it was repaired. */
function ChangeFlag({ number, mark, viewBox }: Pick<HistoryChange, 'number' | 'mark'> & { viewBox: unknown }) {
  const { x, y } = viewBox as { x: number; y: number };
  return (
    <g transform={`translate(${x} ${y - FLAG_RADIUS - 2})`} className={mark.textClass}>
      {mark.glyph === 'missing' ? (
        <path d="M0-10 10 0 0 10-10 0Z" fill="currentColor" />
      ) : (
        <circle r={FLAG_RADIUS} fill="currentColor" />
      )}
      <text y="3.5" textAnchor="middle" fill="var(--surface)" fontSize="10" fontWeight="600">
        {number}
      </text>
    </g>
  );
}

function PointTooltip({ active, payload }: TooltipContentProps) {
  const point = payload[0]?.payload as HistoryPoint | undefined;
  if (!active || point === undefined) return null;
  return (
    <div className="max-w-72 rounded-md border border-line-strong bg-surface px-3 py-2 text-xs shadow-pop">
      <p className="truncate font-medium text-ink">{point.title}</p>
      <p className={classNames('mt-0.5 flex items-center gap-1.5 font-medium', point.mark.textClass)}>
        <StateGlyph state={point.mark.glyph} />
        {point.mark.name}
      </p>
      <dl className="mt-1.5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
        {point.facts.map(({ label, value }) => (
          <div key={label} className="contents">
            <dt className="text-ink-muted">{label}</dt>
            <dd className="truncate text-ink">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
