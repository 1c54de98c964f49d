import { Badge, type BadgeTone } from '@/components/ui/badge';
import type { RunSummary } from '@/lib/contracts/runs';

const TONES: Readonly<Record<RunSummary['status'], BadgeTone>> = {
  pending: 'outline',
  running: 'accent',
  completed: 'neutral',
  failed: 'bad',
  cancelled: 'warn',
};

/** The status its client gave the run; of a run nobody declared, only that. */
export function RunStatusLabel({ run }: { readonly run: Pick<RunSummary, 'status' | 'declared'> }) {
  if (run.declared) return <Badge tone={TONES[run.status]}>{run.status}</Badge>;
  return (
    <Badge tone="outline" title="No client declared this run: spans or sessions name it.">
      undeclared
    </Badge>
  );
}
