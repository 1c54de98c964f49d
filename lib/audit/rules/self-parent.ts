import { at } from '../../trace/at';
import { countOf } from '../in-words';
import { makeFinding } from '../make-finding';
import { groupSpans } from './group-spans';
import type { Rule } from './rule';

/** A span that names itself as its parent. It is treated as a root. */
export const TREE_003: Rule = {
  code: 'TREE-003',
  check: (judged) => {
    const { c } = judged;
    return groupSpans(judged, (node) => (c.forest.parentStates[node] === 'self' ? 'self' : null)).map((spans) =>
      makeFinding(c, {
        rule: 'TREE-003',
        severity: 'warning',
        handover: 'set-to-stamped',
        title: `${countOf(spans.length, 'span')} ${spans.length === 1 ? 'names itself as its' : 'name themselves as their'} parent`,
        keys: [],
        span: at(spans, 0),
        shape: null,
        size: spans.length,
        spans,
        expected: {},
        observed: {},
        cause: {
          code: 'not-determined',
          confidence: 'low',
          text: 'The sender wrote the span’s own id as its parent id.',
        },
        evidence: ['A span that is its own parent is drawn as a root.'],
        advice: 'Leave the parent id empty on a root span.',
      }),
    );
  },
};
