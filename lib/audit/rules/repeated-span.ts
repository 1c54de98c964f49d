import { at } from '../../trace/at';
import { countOf } from '../in-words';
import { makeFinding } from '../make-finding';
import { groupSpans } from './group-spans';
import type { Rule } from './rule';

/** The same span id arrived with different contents. Plain repetitions are only counted. */
export const TREE_004: Rule = {
  code: 'TREE-004',
  check: (judged) => {
    const { c } = judged;
    return groupSpans(judged, (node) => (at(c.spans, node).variants > 1 ? 'variants' : null)).map((spans) =>
      makeFinding(c, {
        rule: 'TREE-004',
        severity: 'warning',
        handover: 'exported-to-received',
        title: `${countOf(spans.length, 'span')} arrived more than once with different contents`,
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
          text: 'A client sent the span before it was complete, or two spans share an id.',
        },
        evidence: spans.slice(0, 20).map((node) => {
          const { name, spanId, variants, sightings } = at(c.spans, node);
          return `“${name}” (${spanId}): ${countOf(variants, 'different content')} in ${countOf(sightings, 'delivery', 'deliveries')}; a complete one is shown if there is one.`;
        }),
        advice: 'Export a span once, when it has ended; look for id generators seeded alike in several processes.',
      }),
    );
  },
};
