import { PackageCheck } from 'lucide-react';
import { EmptyState } from '@/components/ui/empty-state';
import { formatCount } from '@/components/ui/format-number';
import type { LocatedFindingDto } from '@/lib/contracts/finding';
import { sessionPath } from '@/lib/query/paths';
import { FindingCard } from './finding-card';

interface FindingListProps {
  readonly project: string;
  readonly findings: readonly LocatedFindingDto[];
  /** How many there are altogether; the list may be cut. */
  readonly total: number;
}

/** The findings of a run, worst first. */
export function FindingList({ project, findings, total }: FindingListProps) {
  if (findings.length === 0) {
    return (
      <EmptyState icon={PackageCheck} title="No findings">
        Every span of the run that was checked carries its ids, and every sent key was stored as the contract wants.
      </EmptyState>
    );
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {findings.map((finding) => (
        <FindingCard
          key={`${finding.sessionId}:${finding.fingerprint}:${finding.span?.spanId ?? ''}`}
          finding={finding}
          datapointId={finding.datapointId}
          href={sessionPath(project, finding.sessionId, {
            trace: finding.span?.traceId,
            span: finding.span?.spanId,
          })}
        />
      ))}
      {total > findings.length && (
        <p className="text-xs text-ink-muted">
          The {formatCount(findings.length)} worst of {formatCount(total)} findings. Open a datapoint to see all of its
          own.
        </p>
      )}
    </div>
  );
}
