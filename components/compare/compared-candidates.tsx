'use client';

import { useQueries } from '@tanstack/react-query';
import { ArrowLeftRight, Plus } from 'lucide-react';
import { ShareButton } from '@/components/snapshots/share-button';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { RowsSkeleton } from '@/components/ui/rows-skeleton';
import { StaleNotice } from '@/components/ui/stale-notice';
import { comparisonOptions } from '@/lib/query/compare';
import type { Candidate } from './candidate';
import { CANDIDATES_MAX } from './compare-params';
import { CompareTabs } from './compare-tabs';
import { ComparisonNotices } from './comparison-notices';
import { RunCard } from './run-card';
import { RunPicker } from './run-picker';
import { candidateLetter } from './side-letter';
import { useCompareView } from './use-compare-view';
import { VerdictLines } from './verdict-lines';

interface ComparedCandidatesProps {
  readonly project: string;
  readonly base: string;
  /** At least one. */
  readonly runs: readonly string[];
}

/** Verdicts first, then which runs they are about, then one candidate in full. */
export function ComparedCandidates({ project, base, runs }: ComparedCandidatesProps) {
  const { view, setView } = useCompareView();
  const candidates = useQueries({
    queries: runs.map((run) => comparisonOptions(project, base, run)),
    combine: (results) =>
      results.map(
        ({ data, error, dataUpdatedAt, refetch }, index): Candidate => ({
          letter: candidateLetter(index),
          runId: runs[index] ?? '',
          comparison: data,
          error,
          updatedAt: dataUpdatedAt,
          retry: () => void refetch(),
        }),
      ),
  });
  const shown = candidates.find(({ runId }) => runId === view.of) ?? candidates[0];
  const letters = new Map([...candidates.map(({ runId, letter }) => [runId, letter] as const), [base, 'A'] as const]);
  /** What rows are narrowed to, and the datapoint that is open, mean nothing for other runs. */
  const setRuns = (change: { base?: string; runs?: readonly string[]; of?: string | null }) =>
    setView({ only: null, key: null, dp: null, of: null, ...change });

  return (
    <>
      <header className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="mr-auto text-lg font-semibold text-ink">
            {runs.length === 1 ? 'Two runs compared' : `${runs.length} runs against a baseline`}
          </h1>
          {runs.length === 1 && (
            <Button onClick={() => setRuns({ base: runs[0] ?? base, runs: [base] })}>
              <ArrowLeftRight aria-hidden />
              Swap A and B
            </Button>
          )}
          {runs.length < CANDIDATES_MAX && (
            <RunPicker
              project={project}
              size="md"
              title={`Add candidate ${candidateLetter(runs.length)}`}
              letters={letters}
              isTaken={(run) => runs.includes(run)}
              onPick={(run) => setRuns({ runs: [...runs, run], of: view.of })}
            >
              <Plus aria-hidden />
              Add a candidate
            </RunPicker>
          )}
          {shown?.comparison !== undefined && (
            <ShareButton project={project} base={base} run={shown.runId} variant="primary" />
          )}
        </div>
        <VerdictLines candidates={candidates} shown={shown} onShow={(of) => setView({ of, dp: null })} />
      </header>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,19rem),1fr))] gap-3">
        <RunCard
          project={project}
          letter="A"
          runId={base}
          known={candidates.find(({ comparison }) => comparison !== undefined)?.comparison?.base}
          isAsking={candidates.every(({ comparison, error }) => comparison === undefined && error === null)}
          letters={letters}
          onPick={(run) => setRuns({ base: run, of: view.of })}
        />
        {candidates.map(({ letter, runId, comparison, error }) => (
          <RunCard
            // Another run in its place is another content of the same card, whose button keeps the focus.
            key={letter}
            project={project}
            letter={letter}
            runId={runId}
            known={comparison?.run}
            isAsking={error === null}
            letters={letters}
            isTaken={(run) => runs.includes(run)}
            onPick={(run) => setRuns({ runs: runs.map((other) => (other === runId ? run : other)), of: run })}
            {...(runs.length > 1 && {
              onRemove: () => setRuns({ runs: runs.filter((other) => other !== runId) }),
            })}
          />
        ))}
      </div>
      {shown !== undefined && <ShownCandidate project={project} shown={shown} candidates={candidates} />}
    </>
  );
}

interface ShownCandidateProps {
  readonly project: string;
  readonly shown: Candidate;
  readonly candidates: readonly Candidate[];
}

function ShownCandidate({ project, shown, candidates }: ShownCandidateProps) {
  const { comparison, error, retry, updatedAt } = shown;
  if (comparison === undefined) {
    return error === null ? (
      <RowsSkeleton label={`Comparing A with ${shown.letter}`} />
    ) : (
      <ErrorState
        title={`A and ${shown.letter} could not be compared`}
        detail={error.message}
        onRetry={retry}
        className="rounded-lg border border-line bg-surface"
      />
    );
  }
  return (
    <>
      {error !== null && <StaleNotice detail={error.message} since={updatedAt} onRetry={retry} />}
      <ComparisonNotices comparison={comparison} letter={shown.letter} />
      <CompareTabs project={project} shown={{ ...shown, comparison }} candidates={candidates} />
    </>
  );
}
