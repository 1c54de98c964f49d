interface RunPoint {
  readonly id: string;
  /** What the axis and the tooltip call the run. */
  readonly title: string;
}

/** Of an `XAxis` with a place for every run. @param margin room before the first and after the last, in places */
export function runAxis(points: readonly RunPoint[], margin: number) {
  return {
    dataKey: 'index',
    type: 'number',
    domain: [-margin, Math.max(0, points.length - 1) + margin],
    ticks: points.map((_, index) => index),
    tickFormatter: (index: number) => points[index]?.title ?? '',
    interval: 'preserveStartEnd',
    minTickGap: 24,
    tickLine: false,
    axisLine: { stroke: 'var(--line-strong)' },
    tick: { fill: 'var(--ink-muted)' },
    height: 24,
  } as const;
}

/** Of a `YAxis` of shares, in per cent. @param bottom below zero for what is drawn there */
export function shareAxis(bottom = 0) {
  return {
    domain: [bottom, 100],
    ticks: [0, 50, 100],
    unit: '%',
    width: 44,
    tickLine: false,
    axisLine: false,
    tick: { fill: 'var(--ink-muted)' },
  } as const;
}

/** A click on the chart opens the run under the pointer. */
export function openOnClick(points: readonly RunPoint[], onOpen: (id: string) => void) {
  return ({ activeTooltipIndex }: { readonly activeTooltipIndex?: number | string | null | undefined }) => {
    const point = points[Number(activeTooltipIndex ?? Number.NaN)];
    if (point !== undefined) onOpen(point.id);
  };
}
