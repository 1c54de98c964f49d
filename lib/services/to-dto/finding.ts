import 'server-only';
import type { LocatedFindingDto } from '../../contracts/finding';
import type { Finding } from '../../domain/finding';

type FindingDto = Omit<LocatedFindingDto, 'sessionId' | 'datapointId'>;

export function toFinding(finding: Finding): FindingDto {
  return {
    fingerprint: finding.fingerprint,
    rule: finding.rule,
    severity: finding.severity,
    handover: finding.handover,
    title: finding.title,
    keys: [...finding.keys],
    span: finding.span,
    parent: finding.parent,
    shape: finding.shape,
    size: finding.size,
    spans: [...finding.spans],
    expected: { ...finding.expected },
    observed: { ...finding.observed },
    cause: finding.cause,
    evidence: [...finding.evidence],
    advice: finding.advice,
  };
}
