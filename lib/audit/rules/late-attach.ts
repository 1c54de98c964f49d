import { breakFindings } from './break-finding';
import type { Rule } from './rule';

/** The root lacks keys that its children carry: the baggage was attached after the root had started. */
export const ATTR_005: Rule = {
  code: 'ATTR-005',
  check: (judged) => breakFindings(judged, 'ATTR-005', 'warning'),
};
