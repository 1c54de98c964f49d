/** @jsxImportSource preact */
import type { CellState, ComparisonVerdict } from '../../domain/comparison';
import type { Severity } from '../../domain/finding';
import type { AttributionState, CustodyState } from '../../domain/states';
import type { GateCheck } from '../report';
import { CELL_WORDS, SEVERITY_WORDS } from '../report-words';
import { Glyph, type Shape } from './glyphs';

interface Look {
  readonly shape: Shape;
  readonly tone: string;
}

interface MarkProps extends Look {
  /** Left out where the words stand beside it anyway. */
  readonly words?: string;
}

/** A state by shape and words, and by colour only besides. */
export function Mark({ shape, tone, words }: MarkProps) {
  return (
    <span class={`mark ${tone}`}>
      <Glyph shape={shape} />
      {words}
    </span>
  );
}

const CELL_TONES: Readonly<Record<CellState, string>> = {
  'newly-missing': 'missing',
  moved: 'moved',
  'still-missing': 'malformed',
  fixed: 'good',
  'new-path': 'unattributable',
  'gone-path': 'pending',
  'not-comparable': 'muted',
};

export function CellMark({ state }: { readonly state: CellState }) {
  return <Mark shape={state} tone={CELL_TONES[state]} words={CELL_WORDS[state].name} />;
}

const STATE_TONES: Readonly<Record<AttributionState | CustodyState, string>> = {
  present: 'present',
  missing: 'missing',
  conflicting: 'conflicting',
  malformed: 'malformed',
  unattributable: 'unattributable',
  pending: 'pending',
  'not-applicable': 'muted',
  preserved: 'present',
  partial: 'partial',
  moved: 'moved',
  renamed: 'moved',
  retyped: 'malformed',
  truncated: 'malformed',
  changed: 'conflicting',
  collided: 'conflicting',
  lost: 'missing',
};

export function StateMark({ state }: { readonly state: AttributionState | CustodyState }) {
  return <Mark shape={state} tone={STATE_TONES[state]} words={state.replace('-', ' ')} />;
}

const VERDICT_TONES: Readonly<Record<ComparisonVerdict, string>> = {
  regressed: 'missing',
  improved: 'good',
  mixed: 'malformed',
  unchanged: 'muted',
};

/** In front of the verdict's sentence, which begins with the word. */
export function VerdictMark({ verdict }: { readonly verdict: ComparisonVerdict }) {
  return <Mark shape={verdict} tone={VERDICT_TONES[verdict]} />;
}

const OUTCOME_TONES: Readonly<Record<GateCheck['outcome'], string>> = {
  passed: 'good',
  failed: 'missing',
  skipped: 'muted',
};

export function OutcomeMark({ outcome }: { readonly outcome: GateCheck['outcome'] }) {
  return <Mark shape={outcome} tone={OUTCOME_TONES[outcome]} words={outcome} />;
}

const SEVERITY_LOOKS: Readonly<Record<Severity, Look>> = {
  critical: { shape: 'lost', tone: 'missing' },
  error: { shape: 'failed', tone: 'missing' },
  warning: { shape: 'malformed', tone: 'malformed' },
  info: { shape: 'unchanged', tone: 'pending' },
};

export function SeverityMark({ severity }: { readonly severity: Severity }) {
  return <Mark {...SEVERITY_LOOKS[severity]} words={SEVERITY_WORDS[severity]} />;
}
