'use client';

import { ChevronDown } from 'lucide-react';
import { classNames } from '@/components/ui/class-names';
import { Skeleton } from '@/components/ui/skeleton';
import type { ComparisonDto } from '@/lib/contracts/compare';
import { visibleText } from '@/lib/trace/visible-text';
import type { Candidate } from './candidate';
import { ComparisonVerdictMark } from './comparison-verdict-mark';
import { GradeMark } from './grade-mark';
import { GRADE_WORDS } from './grade-words';
import { SideLetter } from './side-letter';

interface VerdictLinesProps {
  readonly candidates: readonly Candidate[];
  readonly shown: Candidate | undefined;
  readonly onShow: (runId: string) => void;
}

/** What became of the keys, in words: one line a candidate. Of several, the chosen one is shown in full below. */
export function VerdictLines({ candidates, shown, onShow }: VerdictLinesProps) {
  const only = candidates.length === 1 ? candidates[0] : undefined;
  if (only !== undefined) {
    // The failure is told below, with what can be done about it.
    if (only.comparison === undefined && only.error !== null) return null;
    return (
      <div role="status" className="grid gap-2">
        <Verdict candidate={only} className="text-lg font-medium sm:text-xl" markSize={22} />
        {only.comparison !== undefined && <GradeLine comparison={only.comparison} />}
      </div>
    );
  }
  return (
    <div className="grid gap-2">
      <ul aria-label="Candidates" className="grid grid-cols-[minmax(0,1fr)] gap-1">
        {candidates.map((candidate) => {
          const isShown = candidate.runId === shown?.runId;
          return (
            <li key={candidate.runId}>
              <button
                type="button"
                aria-pressed={isShown}
                title={isShown ? 'Shown below' : 'Show this candidate below'}
                onClick={() => onShow(candidate.runId)}
                className={classNames(
                  'flex w-full cursor-pointer items-start gap-3 rounded-md border border-transparent px-2 py-1.5 text-left hover:bg-hover',
                  isShown && 'border-accent bg-accent-wash hover:bg-accent-wash',
                )}
              >
                <SideLetter letter={candidate.letter} className={isShown ? 'bg-surface' : ''} />
                <Verdict candidate={candidate} className="text-base font-medium" markSize={18} />
              </button>
            </li>
          );
        })}
      </ul>
      {shown?.comparison !== undefined && <GradeLine comparison={shown.comparison} />}
    </div>
  );
}

interface VerdictProps {
  readonly candidate: Candidate;
  readonly className: string;
  readonly markSize: number;
}

function Verdict({ candidate: { letter, comparison, error }, className, markSize }: VerdictProps) {
  if (comparison === undefined) {
    if (error !== null) return <span className={className}>A and {letter} could not be compared.</span>;
    return (
      <span className="block w-full max-w-3xl py-1.5">
        <span className="sr-only">Comparing A with {letter}…</span>
        <Skeleton className="h-5 w-full" />
      </span>
    );
  }
  return (
    <span className={classNames('flex max-w-5xl items-start gap-x-3 text-ink', className)}>
      <ComparisonVerdictMark verdict={comparison.verdict} size={markSize} wordClassName="sr-only" className="h-[1lh]" />
      <span className="min-w-0 text-pretty [overflow-wrap:anywhere]">{visibleText(comparison.sentence)}</span>
    </span>
  );
}

/** How sure the verdict is, with the explanation one key away. */
function GradeLine({ comparison: { grade } }: { readonly comparison: ComparisonDto }) {
  if (grade === null) return null;
  const words = GRADE_WORDS[grade];
  return (
    <details className="group max-w-4xl text-ink-muted">
      <summary className="flex w-fit cursor-pointer list-none flex-wrap items-center gap-x-2 [&::-webkit-details-marker]:hidden">
        <GradeMark grade={grade} />
        <span className="text-ink">{words.short}</span>
        <span className="inline-flex items-center gap-1">
          what does that mean?
          <ChevronDown aria-hidden className="size-3.5 group-open:rotate-180" />
        </span>
      </summary>
      <p className="mt-1.5">{words.meaning}</p>
    </details>
  );
}
