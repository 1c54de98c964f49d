'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { ArrowRight, GitCompareArrows } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import type { RunSummary } from '@/lib/contracts/runs';
import { runListOptions } from '@/lib/query/runs';
import { visibleText } from '@/lib/trace/visible-text';
import { RunCard } from './run-card';
import { RunPicker } from './run-picker';
import { shortId } from './short-id';
import { candidateLetter, SideLetter } from './side-letter';
import { suggestComparison } from './suggest-comparison';
import { useCompareView } from './use-compare-view';

/** The address names no two runs yet: the two are chosen here. */
export function ChooseRuns({ project }: { readonly project: string }) {
  const {
    view: { base, runs },
    setView,
  } = useCompareView();
  const letters = new Map([
    ...runs.map((run, index) => [run, candidateLetter(index)] as const),
    ...(base === null ? [] : [[base, 'A'] as const]),
  ]);
  const choice = { project, letters };
  return (
    <>
      <header className="grid gap-1">
        <h1 className="text-lg font-semibold text-ink">Compare runs</h1>
        <p className="max-w-3xl text-ink-muted">
          Choose a run that was good and one that may not be. You get told which keys went missing between them, where,
          and whether that can be chance.
        </p>
      </header>
      {base === null && runs.length === 0 && <Suggestion project={project} />}
      <div className="grid gap-3 sm:grid-cols-2">
        {base === null ? (
          <Slot letter="A" name="Baseline" hint="The run that counts as good.">
            <RunPicker
              {...choice}
              variant="primary"
              size="md"
              title="Choose the baseline"
              onPick={(run) => setView({ base: run })}
            >
              Choose the baseline
            </RunPicker>
          </Slot>
        ) : (
          <RunCard
            {...choice}
            letter="A"
            runId={base}
            known={undefined}
            isAsking={false}
            onPick={(run) => setView({ base: run })}
          />
        )}
        {runs.length === 0 ? (
          <Slot letter="B" name="Candidate" hint="The run that may have lost something.">
            <RunPicker
              {...choice}
              variant="primary"
              size="md"
              title="Choose the candidate"
              onPick={(run) => setView({ runs: [run] })}
            >
              Choose the candidate
            </RunPicker>
          </Slot>
        ) : (
          runs.map((runId, index) => (
            <RunCard
              key={runId}
              {...choice}
              letter={candidateLetter(index)}
              runId={runId}
              known={undefined}
              isAsking={false}
              onPick={(run) => setView({ runs: runs.map((other) => (other === runId ? run : other)), of: null })}
            />
          ))
        )}
      </div>
    </>
  );
}

interface SlotProps {
  readonly letter: string;
  readonly name: string;
  readonly hint: string;
  readonly children: ReactNode;
}

function Slot({ letter, name, hint, children }: SlotProps) {
  return (
    <section
      aria-label={`${letter}, ${name.toLowerCase()}`}
      className="grid justify-items-start gap-3 rounded-lg border border-dashed border-line-strong p-4"
    >
      <div className="flex items-center gap-2">
        <SideLetter letter={letter} />
        <h2 className="font-medium text-ink">{name}</h2>
      </div>
      <p className="text-ink-muted">{hint}</p>
      {children}
    </section>
  );
}

function Suggestion({ project }: { readonly project: string }) {
  const { setView } = useCompareView();
  const list = useInfiniteQuery(runListOptions(project));
  const runs = list.data?.pages.flatMap((page) => page.runs);
  if (runs === undefined) return null;
  if (runs.length < 2) {
    return (
      <p className="text-ink-muted">
        {runs.length === 0 ? 'This project has no runs yet' : 'This project has one run'}: it takes two to compare.
      </p>
    );
  }
  const suggested = suggestComparison(runs);
  if (suggested === null) return null;
  const { base, run } = suggested;
  return (
    <section
      aria-label="Suggestion"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-line bg-surface px-4 py-3 shadow-card"
    >
      <GitCompareArrows aria-hidden className="size-5 shrink-0 text-ink-muted" />
      <p className="min-w-0 grow text-ink [overflow-wrap:anywhere]">
        The newest run <RunName run={run} /> against the one before it, <RunName run={base} />
      </p>
      <Button onClick={() => setView({ base: base.runId, runs: [run.runId] })}>
        Compare these two
        <ArrowRight aria-hidden />
      </Button>
    </section>
  );
}

function RunName({ run }: { readonly run: RunSummary }) {
  return (
    <>
      <span className="font-medium">{visibleText(run.name ?? 'Unnamed run')}</span>{' '}
      <span className="text-ink-muted">
        (<span className="font-mono text-xs">{shortId(run.runId)}</span>, <RelativeTime iso={run.createdAt} />)
      </span>
    </>
  );
}
