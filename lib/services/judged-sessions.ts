import 'server-only';
import type { Store } from '../store/store';
import { KeptAnswers } from './kept-answers';
import type { SessionReport } from './session-report';

/** Most spans kept, over all sessions: some 60 MB. */
const SPANS_MAX = 300_000;
/** What a report weighs besides its spans, and what a finding does, in spans. */
const REPORT_WEIGHT = 50;
const FINDING_WEIGHT = 10;

/** The reports that were asked for last. */
export type JudgedSessions = KeptAnswers<SessionReport>;

export function keepJudgedSessions(most = SPANS_MAX): JudgedSessions {
  return new KeptAnswers(most, weightOf);
}

function weightOf({ skeleton, findings }: SessionReport): number {
  return REPORT_WEIGHT + skeleton.count + FINDING_WEIGHT * findings.length;
}

const KEY = Symbol.for('baggage-claim.judged-sessions');
type Holder = { [KEY]?: WeakMap<Store, JudgedSessions> };

/** One for each store. Pages and route handlers are several bundles, so it is kept globally. */
export function judgedSessions(store: Store): JudgedSessions {
  const holder = globalThis as Holder;
  holder[KEY] ??= new WeakMap();
  const known = holder[KEY].get(store) ?? keepJudgedSessions();
  holder[KEY].set(store, known);
  return known;
}
