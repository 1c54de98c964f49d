import type { Behaviour, Case } from './behaviour';
import { NotOffered, Skipped } from './expectations';
import type { Target } from './target';

export type Outcome = 'ok' | 'FAIL' | 'skipped' | 'not offered';

export interface CaseResult {
  readonly name: string;
  readonly outcome: Outcome;
  /** What was seen instead, or why it was not tried; empty when it is ok. */
  readonly why: string;
}

export interface BehaviourResult {
  readonly id: string;
  readonly title: string;
  readonly level: Behaviour['level'];
  readonly outcome: Outcome;
  readonly cases: readonly CaseResult[];
}

/** No case takes longer: what hangs is a failure, not a suite that never ends. */
const CASE_MS = 40_000;

export async function runCase(target: Target, { name, run }: Case): Promise<CaseResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done in ${CASE_MS / 1000} s`)), CASE_MS);
  });
  try {
    await Promise.race([run(target), late]);
    return { name, outcome: 'ok', why: '' };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (error instanceof Skipped) return { name, outcome: 'skipped', why };
    if (error instanceof NotOffered) return { name, outcome: 'not offered', why };
    return { name, outcome: 'FAIL', why };
  } finally {
    clearTimeout(timer);
  }
}

/** One failure fails a behaviour; it is ok when something was tried and nothing failed. */
function outcomeOf(cases: readonly CaseResult[]): Outcome {
  const outcomes = new Set(cases.map(({ outcome }) => outcome));
  return (['FAIL', 'ok', 'not offered'] as const).find((outcome) => outcomes.has(outcome)) ?? 'skipped';
}

/** Tries one behaviour after the other, and in each one case after the other: they look at the same server. */
export async function* runSuite(target: Target, behaviours: readonly Behaviour[]): AsyncGenerator<BehaviourResult> {
  for (const { id, title, level, cases } of behaviours) {
    const results: CaseResult[] = [];
    for (const one of cases) results.push(await runCase(target, one));
    yield { id, title, level, outcome: outcomeOf(results), cases: results };
  }
}
