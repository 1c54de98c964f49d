import 'server-only';

/** Answers that took long, as many as may weigh so much. One and the same question asked twice at a time is answered once. */
export class KeptAnswers<T extends object> {
  /** Least recently used first: a Map keeps the order of insertion. */
  readonly #kept = new Map<string, T>();
  readonly #underWay = new Map<string, Promise<T | null>>();
  readonly #most: number;
  readonly #weightOf: (answer: T) => number;
  #weight = 0;

  constructor(most: number, weightOf: (answer: T) => number) {
    this.#most = most;
    this.#weightOf = weightOf;
  }

  /**
   * @param isCurrent false for an answer that something changed since
   * @param work null for a question without an answer, which is not remembered
   */
  async get(key: string, isCurrent: (answer: T) => boolean, work: () => Promise<T | null>): Promise<T | null> {
    const kept = this.#kept.get(key);
    if (kept !== undefined && isCurrent(kept)) {
      this.#drop(key);
      this.#keep(key, kept);
      return kept;
    }
    for (let asked = this.#underWay.get(key); asked !== undefined; asked = this.#underWay.get(key)) {
      const answer = await asked.catch(() => null);
      if (answer !== null && isCurrent(answer)) return answer;
      // Whoever asked has not cleared it away yet: what it says is of no use here.
      if (this.#underWay.get(key) === asked) break;
    }
    const working = work();
    this.#underWay.set(key, working);
    try {
      const answer = await working;
      this.#drop(key);
      if (answer !== null) this.#keep(key, answer);
      return answer;
    } finally {
      if (this.#underWay.get(key) === working) this.#underWay.delete(key);
    }
  }

  #keep(key: string, answer: T): void {
    const weight = this.#weightOf(answer);
    if (weight > this.#most) return;
    this.#kept.set(key, answer);
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
    this.#weight -= this.#weightOf(kept);
  }
}
