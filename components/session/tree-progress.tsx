import { Card } from '@/components/ui/card';
import { formatCounted } from '@/components/ui/format-number';
import { Skeleton } from '@/components/ui/skeleton';

interface TreeProgressProps {
  readonly spans: number;
  /** Of the skeleton, as far as it has come. */
  readonly bytes: number;
  /** All of it has come. */
  readonly isComplete: boolean;
}

const NAME_WIDTHS = ['w-40', 'w-56', 'w-48', 'w-64', 'w-36', 'w-52', 'w-44', 'w-60', 'w-40', 'w-56'];

/** What stands in the tree's place until it is there. */
export function TreeProgress({ spans, bytes, isComplete }: TreeProgressProps) {
  return (
    <Card aria-label="Trace tree" className="overflow-hidden">
      <p role="status" className="border-b border-line px-3 py-3 text-xs text-ink-muted">
        {isComplete ? 'Building the tree of' : 'Loading'} {formatCounted(spans, 'span')}
        {bytes > 0 && ` (${(bytes / 1e6).toFixed(1)} MB)`}…
      </p>
      <div aria-hidden className="space-y-3.5 p-4">
        {NAME_WIDTHS.map((width, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a fixed drawing
          <Skeleton key={i} className={width} />
        ))}
      </div>
    </Card>
  );
}
