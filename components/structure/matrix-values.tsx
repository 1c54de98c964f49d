import { TriangleAlert } from 'lucide-react';
import { ShareBar } from '@/components/state/share-bar';
import { StateGlyph } from '@/components/state/state-glyph';
import { StateMark } from '@/components/state/state-mark';
import { formatCompactCount, formatCount } from '@/components/ui/format-number';
import type { AttributionCountsDto } from '@/lib/contracts/common';

interface KeyShareProps {
  readonly name: string;
  /** undefined where the run has no such node. */
  readonly counts: AttributionCountsDto | undefined;
  readonly showCount: boolean;
}

/** How many of the judged spans carry the key as they should; those that wait for a verdict are told apart. */
export function KeyShare({ name, counts, showCount }: KeyShareProps) {
  if (counts === undefined) return <NoSpans />;
  return (
    <span className="flex w-full min-w-0 items-center gap-1.5">
      <ShareBar name={name} counts={{ ...counts, pending: 0 }} showCount={showCount} />
      {counts.pending > 0 && (
        <span className="flex shrink-0 items-center gap-0.5 text-xs">
          <StateMark state="pending" of={name} size={12} />
          {formatCompactCount(counts.pending)}
        </span>
      )}
    </span>
  );
}

interface SentKeysProps {
  /** null where the run has no such node. */
  readonly side: { readonly spans: number; readonly unpreserved: number } | null;
  /** The word beside the shape, where there is room. */
  readonly showWord: boolean;
}

/** Spans that sent a key which is not stored as the contract wants it. */
export function SentKeys({ side, showWord }: SentKeysProps) {
  if (side === null || side.spans === 0) return <NoSpans />;
  if (side.unpreserved === 0) {
    return (
      <span
        className="flex items-center gap-1 text-xs text-state-present"
        title="Every key that these spans sent is preserved"
      >
        <StateGlyph state="preserved" size={12} />
        <span className={showWord ? '' : 'sr-only'}>kept</span>
      </span>
    );
  }
  const words = `${formatCount(side.unpreserved)} of ${formatCount(side.spans)} spans sent a key that is not preserved`;
  return (
    <span className="flex items-center gap-1 text-xs font-medium text-state-missing" title={words}>
      <TriangleAlert aria-hidden className="size-3 shrink-0" />
      <span aria-hidden>
        {formatCompactCount(side.unpreserved)}
        {showWord && ' unkept'}
      </span>
      <span className="sr-only">{words}</span>
    </span>
  );
}

function NoSpans() {
  return (
    <span className="text-xs text-ink-muted" title="No span of this run is there">
      <span aria-hidden>–</span>
      <span className="sr-only">no spans</span>
    </span>
  );
}
