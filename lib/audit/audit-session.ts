import { ATTRIBUTION_KEYS, type AttributionKey } from '../domain/attribution-keys';
import { type Finding, RULE_CODES, SEVERITIES } from '../domain/finding';
import type { ParentState } from '../domain/parent-states';
import { type AttributionCounts, type CustodyCounts, noAttributionCounts } from '../domain/states';
import type { SessionStructure } from '../domain/structure';
import { at, intAt } from '../trace/at';
import { canonicalValue } from './canonical-value';
import { RUN_KEY } from './expected-values';
import { explainBreak } from './explain-break';
import { findBreaks } from './find-breaks';
import { judgeSpans } from './judge-spans';
import { type AuditCase, openCase } from './open-case';
import { RULES } from './rules/registry';
import { structureOf } from './structure-of';
import { sumCustody } from './sum-custody';
import { takeCensus } from './take-census';
import type { AuditInput, Verdict } from './verdict';

/** The verdict on one session. Lists by span are aligned to the spans that were given. */
export interface SessionAudit {
  /** By span, in the order of `keys`. */
  readonly verdicts: readonly (readonly Verdict[])[];
  readonly keys: readonly string[];
  readonly parentStates: readonly ParentState[];
  /** By span: the session its parent belongs to, where the parent state is `elsewhere`. */
  readonly parentSessionIds: readonly (string | null)[];
  readonly attribution: Readonly<Record<string, AttributionCounts>>;
  readonly custody: CustodyCounts;
  /** Worst first. */
  readonly findings: readonly Finding[];
  /** Number of break points, also of those whose findings are told together. */
  readonly breakCount: number;
  /** What the session is filed under: its record's value, else the one most of its spans carry. */
  readonly runId: string | null;
  readonly datapointId: string | null;
  readonly structure: SessionStructure;
}

/**
 * Judges one session: for every span and attribution key what it should carry, whether it does, where it was lost first
 * and, as far as the evidence goes, why (audit-semantics 2.1 to 2.6). A pure function of what is stored: the order of
 * spans changes nothing but the order of the lists by span. About linear in the number of spans.
 */
export function auditSession(input: AuditInput, keys: readonly AttributionKey[] = ATTRIBUTION_KEYS): SessionAudit {
  const c = openCase(input, keys);
  const verdicts = judgeSpans(c);
  const breaks = findBreaks(c, verdicts);
  const attribution = countStates(c, verdicts);
  const census = takeCensus(c, verdicts);
  const explanations = breaks.points.map((point) => explainBreak(c, point, census, verdicts));
  const judged = { c, verdicts, breaks, explanations, attribution, census };
  const datapointKey = keys.find(({ level }) => level === 'datapoint');
  return {
    verdicts,
    keys: keys.map(({ name }) => name),
    ...resolvedParents(c),
    attribution,
    custody: sumCustody(c.spans),
    findings: sortFindings(RULES.flatMap(({ check }) => check(judged))),
    breakCount: breaks.points.length,
    runId: canonicalValue(c, RUN_KEY),
    datapointId: datapointKey === undefined ? null : canonicalValue(c, datapointKey.name),
    structure: structureOf(judged),
  };
}

function resolvedParents(c: AuditCase) {
  const parentStates: ParentState[] = [];
  const parentSessionIds: (string | null)[] = [];
  for (let node = 0; node < c.spans.length; node++) {
    const state = at(c.forest.parentStates, node);
    const parent = intAt(c.forest.parent, node);
    const isElsewhere = state === 'resolved' && parent >= c.spans.length;
    parentStates.push(isElsewhere ? 'elsewhere' : state);
    parentSessionIds.push(isElsewhere ? at(c.all, parent).sessionId : null);
  }
  return { parentStates, parentSessionIds };
}

function countStates(c: AuditCase, verdicts: readonly (readonly Verdict[])[]): Record<string, AttributionCounts> {
  const counts = c.keys.map(noAttributionCounts);
  for (const row of verdicts) for (const [key, { state }] of row.entries()) at(counts, key)[state]++;
  return Object.fromEntries(c.keys.map(({ name }, key) => [name, at(counts, key)]));
}

/** Worst first, then by rule, then larger first; the sort is stable, so equals stay in tree order. */
function sortFindings(findings: Finding[]): readonly Finding[] {
  return findings.sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      RULE_CODES.indexOf(a.rule) - RULE_CODES.indexOf(b.rule) ||
      b.size - a.size,
  );
}
