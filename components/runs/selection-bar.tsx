import { GitCompareArrows } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { comparePath } from '@/lib/query/paths';
import { type RunSelection, SELECTED_RUNS_MAX } from './use-run-selection';

interface SelectionBarProps {
  readonly project: string;
  readonly selection: RunSelection;
}

/** How many runs are chosen, and the way to their comparison: the oldest is the baseline. */
export function SelectionBar({ project, selection }: SelectionBarProps) {
  const { runs, isFull, clear } = selection;
  const [oldest, ...later] = runs
    .toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : Number(a.createdAt > b.createdAt)))
    .map(({ runId }) => runId);
  return (
    <>
      <span role="status" className="sr-only">
        {runs.length > 0 && `${runs.length} selected`}
      </span>
      {oldest !== undefined && (
        <div className="sticky bottom-0 z-20 flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-b-lg border-t border-line-strong bg-surface px-4 py-2.5 shadow-pop">
          <span aria-hidden className="font-medium">
            {runs.length} selected
          </span>
          <span className="text-xs text-ink-muted">
            {later.length === 0 && 'Select another run to compare it with.'}
            {later.length > 0 && 'The oldest is the baseline.'}
            {isFull && ` ${SELECTED_RUNS_MAX} is the most.`}
          </span>
          <span className="ml-auto flex gap-2">
            <Button variant="ghost" onClick={clear}>
              Clear
            </Button>
            {later.length > 0 && (
              <Button variant="primary" asChild>
                <Link href={comparePath(project, oldest, later)}>
                  <GitCompareArrows aria-hidden />
                  Compare
                </Link>
              </Button>
            )}
          </span>
        </div>
      )}
    </>
  );
}
