'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import type { HistoryChange, HistoryChartProps, HistoryPoint } from '@/components/charts/history-chart';
import { StateGlyph } from '@/components/state/state-glyph';
import { classNames } from '@/components/ui/class-names';
import { formatInstant } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import type { KeyHistory } from '@/lib/contracts/structure';
import { runPath } from '@/lib/query/paths';
import { HISTORY_LOOKS, type HistoryRun, TRANSITION_LOOKS } from './history-looks';
import { describeDatapoints, describeSpans, nameOfRun } from './history-words';

// The chart library is larger than the rest of the page: it comes after the words.
const HistoryChart = dynamic<HistoryChartProps>(
  () => import('@/components/charts/history-chart').then((module) => module.HistoryChart),
  { ssr: false, loading: () => <Skeleton className="h-full" /> },
);

const STATES = Object.values(HISTORY_LOOKS);
/** With more runs than this, narrow screens have no room for their glyphs. */
const ROOMY_RUNS_MAX = 40;

interface KeyStripProps {
  readonly project: string;
  readonly history: KeyHistory;
  readonly className?: string;
}

/** One key over the ordered runs as a picture: its share, the state of each run, and where it changed. */
export function KeyStrip({ project, history: { key, runs, transitions }, className }: KeyStripProps) {
  const router = useRouter();
  const indexById = new Map(runs.map(({ runId }, index) => [runId, index]));
  const changes = transitions.map(
    ({ kind, from, to }, index): HistoryChange => ({
      number: index + 1,
      fromIndex: indexById.get(from) ?? 0,
      toIndex: indexById.get(to) ?? 0,
      mark: TRANSITION_LOOKS[kind],
    }),
  );
  return (
    <figure aria-label={`Share of good spans of ${key}, run by run`} className={classNames('min-w-0', className)}>
      <div className="h-52">
        <HistoryChart
          points={runs.map(pointOf)}
          changes={changes}
          onOpen={(runId) => router.push(runPath(project, runId))}
        />
      </div>
      <figcaption className="mt-1 flex flex-wrap gap-x-4 gap-y-1 px-2 text-xs text-ink-muted">
        {STATES.map(({ name, meaning, glyph, textClass, barHeight }) => (
          <span key={name} title={meaning} className="inline-flex items-center gap-1.5">
            <StateGlyph state={glyph} className={textClass} />
            {runs.length > ROOMY_RUNS_MAX && (
              <svg aria-hidden width="4" height="18" className={textClass}>
                <rect y={18 - barHeight} width="4" height={barHeight} fill="currentColor" />
              </svg>
            )}
            {name}
          </span>
        ))}
        <span className="inline-flex items-center gap-1.5">
          <svg aria-hidden width="20" height="10" viewBox="0 0 20 10">
            <path d="M0 5h20" stroke="var(--accent)" strokeWidth="2" />
            <circle cx="10" cy="5" r="2.5" fill="var(--accent)" />
          </svg>
          share of good spans
        </span>
      </figcaption>
    </figure>
  );
}

function pointOf(run: HistoryRun): HistoryPoint {
  const { good, judged } = run.spans;
  const facts: readonly (readonly [label: string, value: string | null])[] = [
    ['Started', formatInstant(new Date(run.createdAt))],
    ['Client', run.client === null ? null : `${run.client.name} ${run.client.version}`],
    ['Commit', run.commit],
    ['Contract', run.contract],
    ['Good', describeSpans(run)],
    ['Datapoints', describeDatapoints(run)],
  ];
  return {
    id: run.runId,
    title: nameOfRun(run),
    share: judged === 0 ? null : (good / judged) * 100,
    mark: HISTORY_LOOKS[run.state],
    facts: facts.flatMap(([label, value]) => (value === null ? [] : [{ label, value }])),
  };
}
