import type { Route } from 'next';
import { FindingCard } from '@/components/findings/finding-card';
import type { SessionDetail } from '@/lib/contracts/sessions';
import type { SpanRef } from '@/lib/domain/finding';

/** More cards than this make a page slow; the tree shows every break all the same. */
const FINDINGS_MAX = 50;

interface SessionFindingsProps {
  readonly session: SessionDetail;
  /** The page with this span selected. */
  readonly spanHref: (span: SpanRef) => Route;
}

/** What the audit found in this session, worst first. */
export function SessionFindings({ session, spanHref }: SessionFindingsProps) {
  const { findings } = session;
  if (findings.length === 0) return null;
  return (
    <section aria-labelledby="findings" className="mt-2 grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="findings" className="text-base font-semibold text-ink">
        Findings <span className="font-normal text-ink-muted">({findings.length})</span>
      </h2>
      {findings.slice(0, FINDINGS_MAX).map((finding) => (
        <FindingCard
          key={`${finding.fingerprint} ${finding.span?.traceId} ${finding.span?.spanId}`}
          finding={finding}
          {...(finding.span === null ? {} : { href: spanHref(finding.span) })}
        />
      ))}
      {findings.length > FINDINGS_MAX && (
        <p className="text-xs text-ink-muted">
          The {FINDINGS_MAX} worst of {findings.length} findings. The tree marks every break, and the JSON API lists
          all.
        </p>
      )}
    </section>
  );
}
