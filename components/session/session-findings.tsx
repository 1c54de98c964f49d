import type { Route } from 'next';
import { FindingCard } from '@/components/findings/finding-card';
import { formatCount } from '@/components/ui/format-number';
import type { SessionSummary } from '@/lib/contracts/sessions';
import type { SpanRef } from '@/lib/domain/finding';

interface SessionFindingsProps {
  readonly session: SessionSummary;
  /** The page with this span selected. */
  readonly spanHref: (span: SpanRef) => Route;
}

/** What the audit found in this session, worst first. */
export function SessionFindings({ session, spanHref }: SessionFindingsProps) {
  const { findings, findingCount } = session;
  if (findings.length === 0) return null;
  return (
    <section aria-labelledby="findings" className="mt-2 grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="findings" className="text-base font-semibold text-ink">
        Findings <span className="font-normal text-ink-muted">({formatCount(findingCount)})</span>
      </h2>
      {findings.map((finding) => (
        <FindingCard
          key={`${finding.fingerprint} ${finding.span?.traceId} ${finding.span?.spanId}`}
          finding={finding}
          {...(finding.span === null ? {} : { href: spanHref(finding.span) })}
        />
      ))}
      {findings.length < findingCount && (
        <p className="text-xs text-ink-muted">
          The {findings.length} worst of {formatCount(findingCount)} findings. The tree marks every break, and the JSON
          API lists all.
        </p>
      )}
    </section>
  );
}
