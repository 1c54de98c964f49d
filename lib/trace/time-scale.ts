import { formatDuration } from './format-duration';

/** A span's time, in nanoseconds since any common origin; `end` is null when the client never ended it. */
export interface TimedSpan {
  readonly start: number;
  readonly end: number | null;
}

/** Where a bar is drawn, in percent of the extent. */
export interface Bar {
  readonly left: number;
  readonly width: number;
  /** The span never ended: the bar runs to the end of the extent and is drawn open. */
  readonly isOpen: boolean;
}

export interface Tick {
  /** Percent of the extent. */
  readonly left: number;
  readonly label: string;
}

export interface TimeScale {
  /** The earliest start. */
  readonly origin: number;
  /** Nanoseconds from the earliest start to the latest end; at least 1. */
  readonly extent: number;
}

/** Times as columns; the end is NaN where the client never ended the span. */
interface TimeColumns {
  readonly starts: Float64Array;
  readonly ends: Float64Array;
}

/** The extent of some spans. */
export function timeScaleOf({ starts, ends }: TimeColumns): TimeScale {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const start of starts) {
    if (start < first) first = start;
    if (start > last) last = start;
  }
  // No comparison holds with NaN.
  for (const end of ends) if (end > last) last = end;
  return starts.length === 0 ? { origin: 0, extent: 1 } : { origin: first, extent: Math.max(1, last - first) };
}

/** The time of one span. */
export function timeAt({ starts, ends }: TimeColumns, span: number): TimedSpan {
  const end = ends[span] ?? Number.NaN;
  return { start: starts[span] ?? 0, end: Number.isNaN(end) ? null : end };
}

/** The bar of a span. A span that ends before it starts is drawn as an instant. */
export function barOf(scale: TimeScale, span: TimedSpan): Bar {
  const left = percentOf(scale, span.start);
  const right = span.end === null ? 100 : percentOf(scale, Math.max(span.start, span.end));
  return { left, width: right - left, isOpen: span.end === null };
}

function percentOf(scale: TimeScale, time: number): number {
  return Math.min(100, Math.max(0, ((time - scale.origin) / scale.extent) * 100));
}

/** True when a child claims to start before its parent: their clocks differ, or the parent's start is wrong. */
export function startsBeforeParent(child: TimedSpan, parent: TimedSpan): boolean {
  return child.start < parent.start;
}

/** At most `most` + 1 ticks from 0, at steps of 1, 2 or 5 times a power of ten. */
export function ticksOf(scale: TimeScale, most: number): readonly Tick[] {
  const step = niceStep(scale.extent / Math.max(1, most));
  const ticks: Tick[] = [];
  for (let i = 0; i * step <= scale.extent; i++) {
    ticks.push({ left: ((i * step) / scale.extent) * 100, label: formatDuration((i * step) / 1e6) });
  }
  return ticks;
}

/** The smallest of 1, 2, 5 × 10^n that is not below the given nanoseconds; whole nanoseconds at least. */
function niceStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, atLeast)));
  return power * ([1, 2, 5].find((factor) => factor * power >= atLeast) ?? 10);
}
