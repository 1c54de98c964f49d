import 'server-only';
import { explainVerdict, sourceText } from '../../audit/explain-verdict';
import type { AttributionVerdict } from '../../contracts/sessions';
import type { StoredSpanFacts } from '../../domain/span-facts';
import type { JudgedSession } from '../audit-stored-session';

/** The verdict on every attribution key of one span of the session, explained. */
export function toAttributionVerdicts({ material, audit }: JudgedSession, span: StoredSpanFacts): AttributionVerdict[] {
  const index = material.spans.findIndex(({ traceId, spanId }) => traceId === span.traceId && spanId === span.spanId);
  const verdicts = audit.verdicts[index] ?? [];
  return verdicts.map((verdict, k) => {
    const key = audit.keys[k] ?? '';
    const own = span.keys[key];
    return {
      key,
      state: verdict.state,
      expected: verdict.expected,
      expectedFrom: sourceText(verdict),
      found: [...(own?.values ?? []), ...(own?.invalid ?? [])],
      foundIn: [...(own?.foundIn ?? [])],
      conflict: verdict.conflict,
      nearest: verdict.nearest === null ? null : spanRefAt(material, verdict.nearest),
      why: explainVerdict(verdict, own, key),
    };
  });
}

/** Spans are numbered as in the audit: the session's own, then the related ones. */
function spanRefAt({ spans, related }: JudgedSession['material'], index: number): AttributionVerdict['nearest'] {
  const span = index < spans.length ? spans[index] : related[index - spans.length];
  return span === undefined ? null : { traceId: span.traceId, spanId: span.spanId, name: span.name };
}
