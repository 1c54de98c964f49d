import { at } from '../../trace/at';
import { countOf, inWords } from '../in-words';
import { gatherForReport, makeFinding } from '../make-finding';
import { groupSpans, keysInState, occurs } from './group-spans';
import type { Rule } from './rule';

/** An attribution attribute is there, but what it holds is no id. */
export const ATTR_003: Rule = {
  code: 'ATTR-003',
  check: (judged) => {
    if (!occurs(judged, 'malformed')) return [];
    const { c } = judged;
    const places = groupSpans(judged, (node) => {
      const keys = keysInState(judged, node, 'malformed');
      return keys.length === 0 ? null : `${c.paths.pathOf(node)} ${keys.join()}`;
    });
    return gatherForReport(places, () => 'malformed').map((group) => {
      const spans = group.flat();
      const top = at(spans, 0);
      const span = at(c.spans, top);
      const keys = keysInState(judged, top, 'malformed');
      const found = keys.map((key) => [key, span.keys[key]?.invalid.join(', ') ?? ''] as const);
      return makeFinding(c, {
        rule: 'ATTR-003',
        severity: 'error',
        handover: 'set-to-stamped',
        title: `${inWords(keys)} on ${spans.length === 1 ? `“${span.name}”` : countOf(spans.length, 'span')} ${keys.length > 1 ? 'are' : 'is'} no id: ${found.map(([, text]) => `“${text}”`).join(', ')}`,
        keys,
        span: top,
        shape: null,
        size: spans.length,
        spans,
        expected: {},
        observed: Object.fromEntries(found),
        cause: {
          code: 'not-determined',
          confidence: 'low',
          text: 'The client wrote a value before it had one, or left a template unexpanded.',
        },
        evidence: found.map(([key, text]) => `${key}: “${text}” in ${span.keys[key]?.foundIn.join(', ') ?? ''}.`),
        advice: 'Set the attribute only when the id is known; leave it out otherwise.',
      });
    });
  },
};
