import { StateGlyph } from '@/components/state/state-glyph';
import { formatCounted } from '@/components/ui/format-number';
import type { ComparisonDto } from '@/lib/contracts/compare';
import { attributionKeys } from './attribution-keys';

interface NothingChangedProps {
  readonly comparison: ComparisonDto;
  readonly letter: string;
}

/** The good news, said so that it can be shown to somebody: what was looked at, and that nothing differs. */
export function NothingChanged({ comparison, letter }: NothingChangedProps) {
  const { run, alignment, sentKeyCount } = comparison;
  const keys = [...attributionKeys(comparison), ...comparison.sentKeys];
  const still = keys.reduce((sum, key) => sum + key.stillMissing, 0);
  return (
    <section
      aria-label="Nothing changed"
      className="flex items-start gap-3 rounded-lg border border-line bg-state-good-wash px-4 py-3 text-state-good"
    >
      <StateGlyph state="preserved" size={20} className="mt-0.5 shrink-0" />
      <div className="min-w-0">
        <h2 className="text-base font-medium">
          No attribution difference in {formatCounted(run.spans, 'span')} of{' '}
          {formatCounted(alignment.matched, 'datapoint')}
        </h2>
        <p className="mt-0.5 text-ink">
          Wherever both runs have the same path and judge the same key,{' '}
          {formatCounted(attributionKeys(comparison).length, 'attribution key')} and{' '}
          {formatCounted(sentKeyCount, 'sent key')} fared alike in A and {letter}.{' '}
          {still > 0 &&
            `What was missing stays missing: ${formatCounted(still, 'path and key', 'paths and keys')}, listed below. `}
          Share this page, or a frozen copy of it, as evidence.
        </p>
      </div>
    </section>
  );
}
