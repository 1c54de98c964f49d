'use client';

import {
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from 'recharts';
import { openOnClick, runAxis, shareAxis } from './run-axes';
import { seriesStyle } from './series-styles';

export interface TrendPoint {
  readonly id: string;
  /** Heading of the point's tooltip. */
  readonly title: string;
  /** Second line of the tooltip, e.g. client and time. */
  readonly detail: string;
  /** Per cent by series, in the order of the chart's `series`; null where it does not apply. */
  readonly values: readonly (number | null)[];
}

export interface TrendChartProps {
  readonly series: readonly string[];
  /** Oldest first. */
  readonly points: readonly TrendPoint[];
  readonly onOpen: (id: string) => void;
}

export function TrendChart({ series, points, onOpen }: TrendChartProps) {
  const data = points.map((point, index) => ({ ...point, index }));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart
        data={data}
        margin={{ top: 10, right: 16, bottom: 0, left: 0 }}
        accessibilityLayer
        onClick={openOnClick(points, onOpen)}
        className="cursor-pointer text-xs"
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis {...runAxis(points, 0.25)} />
        <YAxis {...shareAxis()} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--line-strong)' }}
          content={(props) => <PointTooltip {...props} series={series} />}
        />
        {series.map((name, index) => {
          const { radius, ...style } = seriesStyle(index);
          return (
            <Line
              key={name}
              name={name}
              dataKey={(point: TrendPoint) => point.values[index]}
              connectNulls
              isAnimationActive={false}
              {...style}
              dot={{ r: radius, fill: style.stroke, strokeWidth: 0 }}
              activeDot={{ r: radius + 1.5, strokeWidth: 0 }}
            />
          );
        })}
      </LineChart>
    </ResponsiveContainer>
  );
}

function PointTooltip({ active, payload, series }: TooltipContentProps & { readonly series: readonly string[] }) {
  const point = payload[0]?.payload as TrendPoint | undefined;
  if (!active || point === undefined) return null;
  return (
    <div className="rounded-md border border-line-strong bg-surface px-3 py-2 text-xs shadow-pop">
      <p className="font-medium text-ink">{point.title}</p>
      <p className="text-ink-muted">{point.detail}</p>
      <dl className="mt-1.5 grid grid-cols-[auto_auto] gap-x-4">
        {series.map((name, index) => (
          <div key={name} className="contents">
            <dt className="font-mono text-ink-muted">{name}</dt>
            <dd className="text-right text-ink">{formatPercent(point.values[index])}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function formatPercent(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : `${Number(value.toFixed(1))}%`;
}
