import { CircleAlert } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import { classNames } from '@/components/ui/class-names';
import { formatCounted } from '@/components/ui/format-number';
import type { ParentState } from '@/lib/domain/parent-states';
import { STATUS_ERROR } from '@/lib/domain/span';
import type { TreeSpanFacts } from '@/lib/trace/span-columns';
import { BreakMark } from './break-mark';

/** What is odd about a span's place in the tree; nothing for the ordinary. */
const PLACE_LABELS: ReadonlyMap<ParentState, string> = new Map<ParentState, string>([
  ['pending', 'waits for its parent'],
  ['missing', 'orphan'],
  ['self', 'names itself as parent'],
  ['cut', 'in a parent cycle'],
]);

interface SpanLabelsProps {
  readonly span: TreeSpanFacts;
  /** Spans of the break this span is the top of; null when it is none. */
  readonly breakSize: number | null;
  readonly isSecondRoot: boolean;
  /** Problems below, when the row is closed; else 0. */
  readonly hiddenProblems: number;
}

/** What stands behind a span's name: the break first. */
export function SpanLabels({ span, breakSize, isSecondRoot, hiddenProblems }: SpanLabelsProps) {
  const place = PLACE_LABELS.get(span.parentState);
  return (
    <span
      className={classNames(
        'ml-2 flex shrink-6 items-center gap-1.5 overflow-hidden empty:hidden',
        // On a phone the name gives way last, but never hides a break.
        breakSize === null ? 'min-w-0' : 'min-w-17',
      )}
    >
      {breakSize !== null && <BreakMark size={breakSize} />}
      {hiddenProblems > 0 && (
        <Badge tone="bad" title="Spans with a problem below this closed row">
          {formatCounted(hiddenProblems, 'problem')} below
        </Badge>
      )}
      {span.statusCode === STATUS_ERROR && (
        <CircleAlert role="img" aria-label="status: error" className="size-3.5 shrink-0 text-ink-muted" />
      )}
      {place !== undefined && <Badge tone="outline">{place}</Badge>}
      {isSecondRoot && <Badge tone="outline">another root of its trace</Badge>}
      {span.sightings > 1 && (
        <Badge tone={span.variants > 1 ? 'warn' : 'neutral'} title={`Received ${span.sightings} times, stored once`}>
          ×{span.sightings}
          {span.variants > 1 && `, ${span.variants} variants`}
        </Badge>
      )}
    </span>
  );
}
