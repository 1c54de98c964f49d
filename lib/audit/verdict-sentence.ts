import type { Finding } from '../domain/finding';
import type { AttributionCounts, AttributionState } from '../domain/states';
import { countOf, inWords } from './in-words';

/** What a verdict in words is made of: a run's or a session's numbers. */
export interface VerdictNumbers {
  readonly spans: number;
  /** By attribution key. */
  readonly attribution: Readonly<Record<string, AttributionCounts>>;
  readonly breakCount: number;
  /** True when nothing more is expected to arrive. */
  readonly settled: boolean;
  readonly findings: readonly Pick<Finding, 'rule' | 'keys' | 'parent'>[];
  /** True when there are more findings than given. */
  readonly hasMoreFindings?: boolean;
}

/** The verdict on a run or session in one or two sentences, e.g. "8 of 8 child spans lack run_id; 2 break points." */
export function verdictSentence(numbers: VerdictNumbers): string {
  const { spans, settled } = numbers;
  if (spans === 0) return settled ? 'No spans arrived.' : 'No spans have arrived yet.';
  const clauses = [...faultClauses(numbers), ...breakClauses(numbers)];
  const spanless = spanlessSentence(numbers);
  const pending = mostOf(numbers, 'pending');
  const waiting =
    pending === 0 ? '' : ` ${countOf(pending, 'span')} still ${pending === 1 ? 'waits' : 'wait'} for a verdict.`;
  return (clauses.length === 0 ? soundSentence(numbers) : `${clauses.join('; ')}.`) + spanless + waiting;
}

const FAULTS: readonly (readonly [AttributionState, one: string, many: string])[] = [
  ['missing', 'lacks', 'lack'],
  ['conflicting', 'carries the wrong', 'carry the wrong'],
  ['malformed', 'carries no usable', 'carry no usable'],
  ['unattributable', 'belongs to a run but nothing says its', 'belong to a run but nothing says their'],
];

/** One clause per fault and number of spans: keys with the same number are named together. */
function faultClauses({ spans, attribution }: VerdictNumbers): readonly string[] {
  return FAULTS.flatMap(([state, one, many]) => {
    const keysByCount = new Map<number, string[]>();
    for (const [key, counts] of Object.entries(attribution)) {
      const count = counts[state];
      if (count > 0) keysByCount.set(count, [...(keysByCount.get(count) ?? []), key]);
    }
    return [...keysByCount]
      .sort(([a], [b]) => b - a)
      .map(([count, keys]) => `${portion(count, spans)} ${count === 1 ? one : many} ${inWords(keys)}`);
  });
}

function portion(count: number, spans: number): string {
  return `${count.toLocaleString('en-US')} of ${countOf(spans, 'child span')}`;
}

function breakClauses({ breakCount, findings }: VerdictNumbers): readonly string[] {
  if (breakCount === 0) return [];
  const breaks = findings.filter(({ rule }) => rule === 'ATTR-001');
  const isOnRecords = breaks.length > 0 && breaks.every(({ parent }) => parent === null);
  const clauses = [countOf(breakCount, 'break point')];
  return isOnRecords ? [...clauses, 'the sessions carry them'] : clauses;
}

/** Sessions of which nothing arrived are in no number of spans. */
function spanlessSentence({ findings, hasMoreFindings = false }: VerdictNumbers): string {
  const count = findings.filter(({ rule }) => rule === 'SESS-002').length;
  if (count === 0) return '';
  const sessions = countOf(count, 'session');
  return hasMoreFindings ? ` At least ${sessions} got no span at all.` : ` ${sessions} got no span at all.`;
}

function mostOf({ attribution }: VerdictNumbers, state: AttributionState): number {
  return Object.values(attribution).reduce((most, counts) => Math.max(most, counts[state]), 0);
}

function soundSentence({ spans, attribution, settled }: VerdictNumbers): string {
  const keys = Object.keys(attribution);
  const carried = keys.filter((key) => (attribution[key]?.present ?? 0) > 0);
  if (carried.length === 0 && Object.values(attribution).every((counts) => counts.pending > 0)) {
    return `Nothing is known to be wrong with ${countOf(spans, 'span')}.`;
  }
  if (carried.length === 0) return `${countOf(spans, 'span')}, none of them part of a run: nothing to attribute.`;
  const isComplete = carried.every((key) => attribution[key]?.present === spans);
  if (isComplete) return `All ${countOf(spans, 'child span')} carry ${inWords(carried)}.`;
  return settled ? 'Every span that belongs to a run carries its ids.' : 'Every span judged so far carries its ids.';
}
