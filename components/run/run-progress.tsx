'use client';

import { formatCount, formatCounted } from '@/components/ui/format-number';
import type { RunDetail } from '@/lib/contracts/runs';

interface RunProgressProps {
  readonly run: Pick<RunDetail, 'arrivedDatapoints' | 'datapoints'>;
  /** True while every change is shown as it happens; otherwise the page asks from time to time. */
  readonly isLive: boolean;
}

/** How far a run is that is under way: datapoints of which a session arrived, of those announced. */
export function RunProgress({ run: { arrivedDatapoints, datapoints }, isLive }: RunProgressProps) {
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-muted">
      <progress
        aria-label="Datapoints that have arrived"
        value={arrivedDatapoints}
        max={Math.max(1, datapoints)}
        className="h-1.5 w-40 appearance-none overflow-hidden rounded-full bg-well [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-well [&::-webkit-progress-value]:bg-accent"
      />
      <span className="text-ink">
        {formatCount(arrivedDatapoints)} of {formatCounted(datapoints, 'datapoint')}
      </span>
      <span>{isLive ? 'live' : 'looked at from time to time'}</span>
    </p>
  );
}
