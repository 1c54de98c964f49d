import { at } from '../../trace/at';
import { countOf } from '../in-words';
import { gatherForReport, makeFinding } from '../make-finding';
import type { Rule } from './rule';

/** Spans that are each other's ancestors. The tree is drawn from the member that started first. */
export const TREE_002: Rule = {
  code: 'TREE-002',
  check: ({ c }) => {
    const cycles = c.forest.cycles.filter((members) => members.some((node) => node < c.spans.length));
    return gatherForReport(cycles, (members) => String(c.paths.pathOf(at(members, 0)))).map((group) => {
      const members = group.flat();
      const first = at(members, 0);
      return makeFinding(c, {
        rule: 'TREE-002',
        severity: 'error',
        handover: 'set-to-stamped',
        title: `${countOf(members.length, 'span')} are each other’s ancestors; drawn from “${at(c.all, first).name}”`,
        keys: [],
        span: first,
        shape: null,
        size: members.length,
        spans: members,
        expected: {},
        observed: {},
        cause: {
          code: 'not-determined',
          confidence: 'low',
          text: 'Parent ids that go round can not come from an SDK: ids were reused or rewritten.',
        },
        evidence: [
          `Round: ${at(group, 0)
            .slice(0, 20)
            .map((node) => at(c.all, node).spanId)
            .join(' → ')} → ${at(c.all, first).spanId}.`,
        ],
        advice: 'Look for code that sets parent ids by hand, and for proxies that rewrite span ids.',
      });
    });
  },
};
