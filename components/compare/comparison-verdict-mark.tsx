import { classNames } from '@/components/ui/class-names';
import type { ComparisonVerdict } from '@/lib/domain/comparison';
import { CompareGlyph } from './compare-glyph';

interface VerdictLook {
  readonly name: string;
  readonly meaning: string;
  readonly className: string;
}

const VERDICT_LOOKS: Readonly<Record<ComparisonVerdict, VerdictLook>> = {
  regressed: {
    name: 'Regressed',
    meaning: 'Keys that arrived in the baseline are missing in the candidate, and none came back.',
    className: 'text-state-missing',
  },
  improved: {
    name: 'Improved',
    meaning: 'Keys that were missing in the baseline arrive in the candidate, and none went missing.',
    className: 'text-state-good',
  },
  mixed: {
    name: 'Mixed',
    meaning: 'Some keys went missing, others came back.',
    className: 'text-state-malformed',
  },
  unchanged: {
    name: 'Unchanged',
    meaning: 'No key went missing and none came back.',
    className: 'text-ink-muted',
  },
};

interface ComparisonVerdictMarkProps {
  readonly verdict: ComparisonVerdict;
  readonly size?: number;
  /** Hide the word for the eyes where a sentence says it. */
  readonly wordClassName?: string;
  readonly className?: string;
}

/** What the comparison amounts to: shape and word first, colour second. */
export function ComparisonVerdictMark({ verdict, size = 16, wordClassName, className }: ComparisonVerdictMarkProps) {
  const look = VERDICT_LOOKS[verdict];
  return (
    <span
      title={look.meaning}
      className={classNames(
        'inline-flex items-center gap-1.5 whitespace-nowrap align-middle font-medium',
        look.className,
        className,
      )}
    >
      <CompareGlyph shape={verdict} size={size} className="shrink-0" />
      <span className={wordClassName}>{look.name}</span>
    </span>
  );
}
