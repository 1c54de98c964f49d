import { classNames } from '@/components/ui/class-names';
import { formatCount, formatShare } from '@/components/ui/format-number';
import type { KeyComparisonDto } from '@/lib/contracts/compare';
import { formatPoints, pointsBetween } from './share-change';

type Share = KeyComparisonDto['base'];

interface KeyShareProps {
  readonly share: Share;
  readonly showCount?: boolean;
  /** A sent key that is judged nowhere was not sent. */
  readonly isSent?: boolean;
}

/** The share of spans that are right, of those judged: `97%  31 of 32`. */
export function KeyShare({ share, showCount = true, isSent = false }: KeyShareProps) {
  if (share.judged === 0) return <span className="text-ink-muted">{isSent ? 'not sent' : 'not judged'}</span>;
  const isWhole = share.good === share.judged;
  const count = `${formatCount(share.good)} of ${formatCount(share.judged)}`;
  return (
    <span className="whitespace-nowrap" title={`${count} judged spans are right`}>
      <span className={isWhole ? 'text-ink' : 'font-medium text-ink'}>{formatShare(share.good, share.judged)}</span>
      {showCount && <span className="ml-1.5 text-xs text-ink-muted">{count}</span>}
    </span>
  );
}

interface ShareChangeProps {
  readonly base: Share;
  readonly run: Share;
  /** Where no heading says what the number is. */
  readonly showUnit?: boolean;
}

/** By how many percentage points the share moved; more is better. */
export function ShareChange({ base, run, showUnit = false }: ShareChangeProps) {
  const points = pointsBetween(base, run);
  if (points === null) {
    return (
      <span className="relative text-ink-muted">
        <span aria-hidden>–</span>
        <span className="sr-only">nothing to compare</span>
      </span>
    );
  }
  return (
    <span
      className={classNames(
        // Keeps the hidden word inside a table that scrolls sideways.
        'relative whitespace-nowrap',
        points === 0 ? 'text-ink-muted' : points < 0 ? 'font-medium text-state-missing' : 'font-medium text-state-good',
      )}
    >
      <span aria-hidden>{points === 0 ? '' : points < 0 ? '▼ ' : '▲ '}</span>
      {formatPoints(points)}
      <span className={showUnit ? '' : 'sr-only'}> points</span>
    </span>
  );
}
