import { at } from '../../trace/at';
import { countOf } from '../in-words';
import { gatherForReport, makeFinding } from '../make-finding';
import type { Rule } from './rule';

/** Spans whose parent never arrived, grouped by the parent they share. */
export const TREE_001: Rule = {
  code: 'TREE-001',
  check: ({ c }) => {
    const phantoms = c.forest.ghosts
      .filter(({ state }) => state === 'missing')
      .map((ghost) => ({ ghost, orphans: ghost.children.filter((node) => node < c.spans.length) }))
      .filter(({ orphans }) => orphans.length > 0);
    return gatherForReport(phantoms, ({ orphans }) => String(c.paths.pathOf(at(orphans, 0)))).map((group) => {
      const { ghost, orphans } = at(group, 0);
      const spans = group.flatMap((phantom) => phantom.orphans);
      const parents =
        group.length === 1 ? `parent ${ghost.spanId}` : `${countOf(group.length, 'parent')} (first: ${ghost.spanId})`;
      return makeFinding(c, {
        rule: 'TREE-001',
        severity: 'warning',
        handover: 'indistinguishable',
        title: `${countOf(spans.length, 'span')} hang${spans.length === 1 ? 's' : ''} below ${parents} that never arrived`,
        keys: [],
        span: at(orphans, 0),
        shape: null,
        size: spans.length,
        spans,
        expected: {},
        observed: {},
        cause: {
          code: 'parent-not-exported',
          confidence: 'medium',
          text: 'The parent is named and was never received: sampled out, filtered, dropped by a full queue, or never ended.',
        },
        evidence: group
          .slice(0, 20)
          .map(
            (phantom) =>
              `Trace ${phantom.ghost.traceId}: parent ${phantom.ghost.spanId} is named by ${countOf(phantom.orphans.length, 'span')} and was not received.`,
          ),
        advice: 'Look for refused or partial deliveries, a sampler, and spans that are never ended.',
      });
    });
  },
};
