import { breakFindings } from './break-finding';
import type { Rule } from './rule';

/** Attribution keys disappear at a span: one finding per break point. */
export const ATTR_001: Rule = {
  code: 'ATTR-001',
  check: (judged) => breakFindings(judged, 'ATTR-001', 'error'),
};
