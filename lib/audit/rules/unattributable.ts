import { at } from '../../trace/at';
import { countOf, inWords } from '../in-words';
import { makeFinding } from '../make-finding';
import { groupSpans, keysInState, occurs } from './group-spans';
import type { Rule } from './rule';

/** Spans of a run that should carry a key of which nothing says what it is: one finding per set of keys. */
export const ATTR_004: Rule = {
  code: 'ATTR-004',
  check: (judged) => {
    if (!occurs(judged, 'unattributable')) return [];
    const groups = groupSpans(judged, (node) => keysInState(judged, node, 'unattributable').join() || null);
    return groups.map((spans) => {
      const top = at(spans, 0);
      const keys = keysInState(judged, top, 'unattributable');
      return makeFinding(judged.c, {
        rule: 'ATTR-004',
        severity: 'warning',
        handover: 'set-to-stamped',
        title: `${countOf(spans.length, 'span')} of a run ${spans.length === 1 ? 'has' : 'have'} no ${inWords(keys)}, and nothing says what it should be`,
        keys,
        span: top,
        shape: null,
        size: spans.length,
        spans,
        expected: {},
        observed: Object.fromEntries(keys.map((key) => [key, null])),
        cause: {
          code: 'not-determined',
          confidence: 'low',
          text: 'Neither a span above, nor the session’s record, nor the run record names a value, or they name several.',
        },
        evidence: [
          `Session ${judged.c.session.sessionId} has ${judged.c.recorded.size === 0 ? 'no ids' : `only ${inWords([...judged.c.recorded.keys()].sort())}`} on its own record.`,
        ],
        advice: 'Give run, dataset and datapoint together when the session or the root span starts.',
      });
    });
  },
};
