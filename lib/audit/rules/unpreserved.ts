import { CUSTODY_STATES } from '../../domain/states';
import { at } from '../../trace/at';
import { countOf, inWords } from '../in-words';
import { makeFinding } from '../make-finding';
import { sumCustody } from '../sum-custody';
import { groupSpans } from './group-spans';
import type { Rule } from './rule';

const KEPT = 'preserved';
const FAULTS = CUSTODY_STATES.filter((state) => state !== KEPT);
/** States in which a value can not be read back as it was sent. */
const GRAVE = ['lost', 'collided', 'changed', 'truncated', 'partial'] as const;

/** Sent keys that are not stored where the contract wants them: one finding per session. Which ones, each ledger tells. */
export const CUST_001: Rule = {
  code: 'CUST-001',
  check: (judged) => {
    const { c } = judged;
    const custody = sumCustody(c.spans);
    const states = FAULTS.filter((state) => custody[state] > 0);
    if (states.length === 0) return [];
    const sent = CUSTODY_STATES.reduce((sum, state) => sum + custody[state], 0);
    const unkept = sent - custody[KEPT];
    const counts = inWords(states.map((state) => `${custody[state].toLocaleString('en-US')} ${state}`));
    const spans = groupSpans(judged, (node) =>
      FAULTS.some((state) => at(c.spans, node).custody.counts[state] > 0) ? 'all' : null,
    ).flat();
    return [
      makeFinding(c, {
        rule: 'CUST-001',
        severity: GRAVE.some((state) => custody[state] > 0) ? 'error' : 'warning',
        handover: 'received-to-stored',
        title: `${unkept.toLocaleString('en-US')} of ${countOf(sent, 'sent key')} ${unkept === 1 ? 'is' : 'are'} not stored as the contract says: ${counts}`,
        keys: [],
        span: spans[0] ?? null,
        shape: null,
        size: unkept,
        spans,
        expected: {},
        observed: {},
        cause: {
          code: 'not-determined',
          confidence: 'high',
          text: 'The backend’s routing puts these keys elsewhere, changes them or drops them.',
        },
        evidence: states.map(
          (state) =>
            `${state}: ${countOf(custody[state], 'key')} on ${countOf(spans.filter((node) => at(c.spans, node).custody.counts[state] > 0).length, 'span')}.`,
        ),
        advice: 'Open a listed span: its ledger says for every key where it went and by which rule.',
        mark: states.join(' '),
      }),
    ];
  },
};
