import 'server-only';
import { explainVerdict, sourceText } from '../../audit/explain-verdict';
import type { AttributionVerdict } from '../../contracts/sessions';
import type { StoredSpanFacts } from '../../domain/span-facts';
import type { SessionReport } from '../session-report';
import { verdictsAt } from '../verdict-table';
import { indexOfSpan, spanRefAt } from './span-refs';

/** The verdict on every attribution key of one span of the session, explained. */
export function toAttributionVerdicts(report: SessionReport, span: StoredSpanFacts): AttributionVerdict[] {
  const { keys } = report.skeleton;
  return verdictsAt(report.verdicts, indexOfSpan(report.skeleton, span)).map((verdict, k) => {
    const key = keys[k] ?? '';
    const own = span.keys[key];
    return {
      key,
      state: verdict.state,
      expected: verdict.expected,
      expectedFrom: sourceText(verdict),
      found: [...(own?.values ?? []), ...(own?.invalid ?? [])],
      foundIn: [...(own?.foundIn ?? [])],
      conflict: verdict.conflict,
      nearest: verdict.nearest === null ? null : spanRefAt(report, verdict.nearest),
      why: explainVerdict(verdict, own, key),
    };
  });
}
