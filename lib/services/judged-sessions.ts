import 'server-only';
import type { Store } from '../store/store';
import type { SessionReport } from './session-report';

/** Most spans kept, over all sessions: some 60 MB. */
const SPANS_MAX = 300_000;
/** What a report weighs besides its spans, and what a finding does, in spans. */
const REPORT_WEIGHT = 50;
const FINDING_WEIGHT = 10;

/** The reports that were asked for last. One and the same question asked twice at a time is answered once. */
export class JudgedSessions {
  /** Least recently used first: a Map keeps the order of insertion. */
  readonly #kept = new Map<string, SessionReport>();
  readonly #underWay = new Map<string, Promise<SessionReport | null>>();
  readonly #most: number;
  #weight = 0;

  constructor(most = SPANS_MAX) {
    this.#most = most;
  }

  /** @param isCurrent false for a report that something changed since */
  async get(
    key: string,
    isCurrent: (report: SessionReport) => boolean,
    judge: () => Promise<SessionReport | null>,
  ): Promise<SessionReport | null> {
    const kept = this.#kept.get(key);
    if (kept !== undefined && isCurrent(kept)) {
      this.#drop(key);
      this.#keep(key, kept);
      return kept;
    }
    for (let asked = this.#underWay.get(key); asked !== undefined; asked = this.#underWay.get(key)) {
      const report = await asked.catch(() => null);
      if (report !== null && isCurrent(report)) return report;
      // Whoever asked has not cleared it away yet: what it says is of no use here.
      if (this.#underWay.get(key) === asked) break;
    }
    const judging = judge();
    this.#underWay.set(key, judging);
    try {
      const report = await judging;
      this.#drop(key);
      if (report !== null) this.#keep(key, report);
      return report;
    } finally {
      if (this.#underWay.get(key) === judging) this.#underWay.delete(key);
    }
  }

  #keep(key: string, report: SessionReport): void {
    const weight = weightOf(report);
    if (weight > this.#most) return;
    this.#kept.set(key, report);
    this.#weight += weight;
    for (const oldest of this.#kept.keys()) {
      if (this.#weight <= this.#most) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    const kept = this.#kept.get(key);
    if (kept === undefined) return;
    this.#kept.delete(key);
    this.#weight -= weightOf(kept);
  }
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
  const known = holder[KEY].get(store) ?? new JudgedSessions();
  holder[KEY].set(store, known);
  return known;
}
