import type { Finding, RuleCode } from '../../domain/finding';
import type { AttributionCounts } from '../../domain/states';
import type { Explanation } from '../explain-break';
import type { Breaks } from '../find-breaks';
import type { AuditCase } from '../open-case';
import type { Census } from '../take-census';
import type { Verdict } from '../verdict';

/** A session with all its verdicts: what rules look at. */
export interface JudgedCase {
  readonly c: AuditCase;
  /** By span of the session, in the order of `c.keys`. */
  readonly verdicts: readonly (readonly Verdict[])[];
  readonly breaks: Breaks;
  /** By break point. */
  readonly explanations: readonly Explanation[];
  readonly census: Census;
  /** Spans by state, per attribution key. */
  readonly attribution: Readonly<Record<string, AttributionCounts>>;
}

/** One thing that can be wrong with a session. Its page is docs/rules/<code>.md. */
export interface Rule {
  readonly code: RuleCode;
  readonly check: (judged: JudgedCase) => readonly Finding[];
}
