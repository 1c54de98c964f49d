import { formatCompactCount, formatCount, formatShare } from '@/components/ui/format-number';
import type { AttributionCountsDto } from '@/lib/contracts/common';
import type { AttributionState } from '@/lib/domain/states';
import { ATTRIBUTION_LOOKS, attributionCount } from './states';

/** From good to bad, so that every bar reads alike. */
const SEGMENTS: readonly AttributionState[] = [
  'present',
  'pending',
  'unattributable',
  'malformed',
  'conflicting',
  'missing',
];

export interface Completeness {
  readonly present: number;
  /** Spans that should carry the key: all but those it does not apply to. */
  readonly applicable: number;
}

export function completenessOf(counts: AttributionCountsDto): Completeness {
  const applicable = SEGMENTS.reduce((sum, state) => sum + attributionCount(counts, state), 0);
  return { present: counts.present, applicable };
}

const BAR_WIDTH = 100;
const SEGMENT_GAP = 1;
/** A single bad span of a million stays visible. */
const SEGMENT_MIN = 3;

interface Segment {
  readonly state: AttributionState;
  readonly x: number;
  readonly width: number;
}

/** Segments of a bar 100 wide: shares by count, each occurring state at least {@link SEGMENT_MIN} wide. */
export function layOutSegments(counts: AttributionCountsDto): readonly Segment[] {
  const occurring = SEGMENTS.filter((state) => attributionCount(counts, state) > 0);
  const { applicable } = completenessOf(counts);
  const free = BAR_WIDTH - occurring.length * SEGMENT_MIN - (occurring.length - 1) * SEGMENT_GAP;
  const segments: Segment[] = [];
  let x = 0;
  for (const state of occurring) {
    const width = SEGMENT_MIN + (attributionCount(counts, state) / applicable) * free;
    segments.push({ state, x, width });
    x += width + SEGMENT_GAP;
  }
  return segments;
}

interface ShareBarProps {
  readonly name: string;
  readonly counts: AttributionCountsDto;
  /** Show how many spans beside the share. */
  readonly showCount?: boolean;
}

/** The share of spans that carry a key, as a thin bar and in words. */
export function ShareBar({ name, counts, showCount = true }: ShareBarProps) {
  const { present, applicable } = completenessOf(counts);
  if (applicable === 0) {
    return (
      <span className="text-ink-muted" title={`${name}: not applicable to any span`}>
        <span aria-hidden>–</span>
        <span className="sr-only">{name}: not applicable</span>
      </span>
    );
  }
  const segments = layOutSegments(counts);
  const words = segments
    .map(({ state }) => `${formatCount(attributionCount(counts, state))} ${ATTRIBUTION_LOOKS[state].name}`)
    .join(', ');
  return (
    <span className="@container block w-full max-w-32" title={`${name}: ${words}`}>
      <span className="flex items-baseline justify-between gap-2 text-xs leading-4">
        <span className={present === applicable ? 'text-ink-muted' : 'font-medium text-ink'}>
          {formatShare(present, applicable)}
        </span>
        {showCount && (
          <span className="hidden text-ink-muted @[6.5rem]:inline">
            {formatCompactCount(present)}
            <span className="sr-only"> of </span>
            <span aria-hidden>/</span>
            {formatCompactCount(applicable)}
          </span>
        )}
      </span>
      <svg
        aria-hidden
        viewBox={`0 0 ${BAR_WIDTH} 4`}
        preserveAspectRatio="none"
        className="mt-0.5 block h-1 w-full overflow-hidden rounded-full bg-well"
      >
        {segments.map(({ state, x, width }) => (
          <rect key={state} x={x} width={width} height="4" className={ATTRIBUTION_LOOKS[state].fillClass} />
        ))}
      </svg>
    </span>
  );
}
