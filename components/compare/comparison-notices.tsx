'use client';

import { TriangleAlert } from 'lucide-react';
import { Freshness } from '@/components/run/freshness';
import { Notice } from '@/components/session/notice';
import { formatCount, formatCounted } from '@/components/ui/format-number';
import type { ComparisonDto } from '@/lib/contracts/compare';
import { useCompareView } from './use-compare-view';

interface ComparisonNoticesProps {
  readonly comparison: ComparisonDto;
  readonly letter: string;
}

/** What a reader must know before believing the verdict: weaknesses, what was compared with what, how fresh it is. */
export function ComparisonNotices({ comparison, letter }: ComparisonNoticesProps) {
  const { warnings, base, run, checkedAt } = comparison;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      {warnings.map(({ code, text }) => (
        <Notice key={code} icon={TriangleAlert} tone="warn">
          {text}
        </Notice>
      ))}
      <AlignmentLine comparison={comparison} letter={letter} />
      <Freshness
        checkedAt={Date.parse(checkedAt)}
        unsettledSessions={
          base.runId === run.runId ? run.unsettledSessions : base.unsettledSessions + run.unsettledSessions
        }
      />
    </div>
  );
}

function AlignmentLine({ comparison, letter }: ComparisonNoticesProps) {
  const { setView } = useCompareView();
  const { matched, byInputs, onlyBase, onlyRun, isPooled, nodes } = comparison.alignment;
  const changes = [
    [nodes.renamed, 'renamed'],
    [nodes.new, 'new'],
    [nodes.gone, 'gone'],
  ] as const;
  const alone = onlyBase + onlyRun;
  return (
    <p className="flex flex-wrap items-baseline gap-x-1.5 gap-y-0.5 text-xs text-ink-muted">
      <span>
        <span className="text-ink">{formatCounted(matched, 'datapoint')} aligned</span>
        {byInputs > 0 && `, ${formatCount(byInputs)} of them by inputs`}
        {isPooled && ', so the runs are compared as two groups'}
      </span>
      <span aria-hidden>·</span>
      <span>
        only A {formatCount(onlyBase)}, only {letter} {formatCount(onlyRun)}
      </span>
      {alone > 0 && (
        <button
          type="button"
          className="link cursor-pointer"
          onClick={() => setView({ tab: 'datapoints', only: 'unmatched', key: null, dp: null })}
        >
          show <span className="sr-only">the datapoints in one run only</span>
        </button>
      )}
      <span aria-hidden>·</span>
      <span>
        {formatCounted(nodes.same, 'path')} in both
        {changes.map(([count, word]) => `, ${formatCount(count)} ${word}`).join('')}
      </span>
    </p>
  );
}
