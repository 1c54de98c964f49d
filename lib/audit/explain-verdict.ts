import type { OwnValues } from '../domain/span-facts';
import type { ConflictKind } from '../domain/states';
import { SOURCE_WORDS } from './source-words';
import type { Verdict } from './verdict';

const CONFLICT_WORDS: Readonly<Record<ConflictKind, string>> = {
  crossed: 'it belongs to another datapoint of the run',
  stale: 'it belongs to a datapoint that was over before the span started',
  'foreign-run': 'it belongs to another run',
  'mixed-identity': 'it does not go with the session or run the span names',
  'self-conflict': 'its attributes contradict each other',
  'redefinition-not-allowed': 'a span above had set it already',
  'unknown-value': 'nothing else in the session knows it',
};

/** Why we say this, in one sentence: for one attribution key of one span. */
export function explainVerdict(verdict: Verdict, own: OwnValues | undefined, key: string): string {
  const found = own?.values.join(' and ') ?? '';
  const expected = verdict.expected ?? '';
  const who = verdict.source === null ? '' : SOURCE_WORDS[verdict.source];
  switch (verdict.state) {
    case 'present':
      return verdict.source === null
        ? `The span brings in ${key} itself; nothing above it says otherwise.`
        : `The span carries ${found}, as ${who} says.`;
    case 'missing':
      return `The span has no ${key}; ${who} says it is ${expected}.`;
    case 'conflicting':
      return verdict.conflict === 'self-conflict'
        ? `The span names ${found} for ${key} in different attributes.`
        : `The span carries ${found}, but ${who} says ${expected}: ${CONFLICT_WORDS[verdict.conflict ?? 'unknown-value']}.`;
    case 'malformed':
      return `The span has ${key}, but “${own?.invalid.join(', ') ?? ''}” is no id.`;
    case 'unattributable':
      return `The span belongs to a run and should have ${key}, but nothing says what it should be.`;
    case 'pending':
      return 'The parent has not arrived yet: judged when it has, or when nothing more is expected.';
    case 'not-applicable':
      return `Nothing says that the span belongs to a run or datapoint with ${key}: nobody is accused.`;
  }
}

/** Where the expected value comes from, in words; null when there is none. */
export function sourceText(verdict: Verdict): string | null {
  return verdict.source === null ? null : SOURCE_WORDS[verdict.source];
}
