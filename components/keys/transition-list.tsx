import Link from 'next/link';
import { StateGlyph } from '@/components/state/state-glyph';
import { classNames } from '@/components/ui/class-names';
import type { KeyHistory } from '@/lib/contracts/structure';
import { comparePath } from '@/lib/query/paths';
import { TRANSITION_LOOKS } from './history-looks';
import { describeTransition } from './history-words';

interface TransitionListProps {
  readonly project: string;
  readonly history: KeyHistory;
}

/** Every change of a key in words; each leads to the comparison of its two neighbours. */
export function TransitionList({ project, history: { runs, transitions } }: TransitionListProps) {
  const runById = new Map(runs.map((run) => [run.runId, run]));
  return (
    <ol className="divide-y divide-line">
      {transitions.map((transition, index) => {
        const from = runById.get(transition.from);
        const to = runById.get(transition.to);
        if (from === undefined || to === undefined) return null;
        const { glyph, textClass } = TRANSITION_LOOKS[transition.kind];
        return (
          <li key={transition.to} className="flex items-start gap-2.5 px-4 py-2">
            <span className={classNames('flex shrink-0 items-center gap-1 font-semibold', textClass)}>
              {index + 1}
              <StateGlyph state={glyph} />
            </span>
            <Link
              href={comparePath(project, transition.from, [transition.to])}
              title="Compare the two runs"
              className="link min-w-0 [overflow-wrap:anywhere]"
            >
              {describeTransition(transition, from, to)}
            </Link>
          </li>
        );
      })}
    </ol>
  );
}
