import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, wordOf } from './ask';
import { type Batch, BatchTemplate, HEADERS, SESSION_ID_LENGTH } from './batch-template';
import { randomFrom } from './random';
import { count } from './statistics';

/** A batch and what its writer knows about it. */
export interface SentBatch extends Omit<Batch, 'body'> {
  readonly attempts: number;
  /** When 200 came, by `performance.now()`; null while nobody said that it is kept. */
  readonly acknowledgedAt: number | null;
}

export interface WriterOptions {
  readonly writers: number;
  readonly seed: number;
  readonly spansPerBatch?: number;
  /** Between two batches of a writer. */
  readonly pauseMs?: number;
  /** Where to send the next request: a product that is restarted, or one of several. */
  target(): string;
}

const BATCHES_PER_SESSION = 40;
const RETRY_MS = 30;

type Progress = { -readonly [K in keyof SentBatch]: SentBatch[K] };

/**
 * Clients that never give up: each sends batch after batch, and the same one again until it is acknowledged. They
 * outlive the product, so a batch that was cut off is the first thing that a new process gets.
 */
export class Writers {
  readonly batches: SentBatch[] = [];
  /** Answers by word, since the last {@link takeAnswers}. */
  #answers = new Map<string, number>();
  readonly #options: WriterOptions;
  readonly #template: BatchTemplate;
  readonly #work: readonly Promise<void>[];
  #stopping = false;
  #givenUp = false;

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#template = new BatchTemplate({ spans: options.spansPerBatch ?? 10, attributes: 8, valueBytes: 24 });
    this.#work = Array.from({ length: options.writers }, (_, writer) => this.#write(writer));
  }

  get acknowledged(): number {
    return this.batches.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length;
  }

  takeAnswers(): ReadonlyMap<string, number> {
    const answers = this.#answers;
    this.#answers = new Map();
    return answers;
  }

  /** Resolves when every writer has had an acknowledgement for something sent after this call. */
  async untilAllAcknowledged(withinMs: number): Promise<number | null> {
    const begun = performance.now();
    const from = this.batches.length;
    const wanted = this.#options.writers;
    while (performance.now() - begun < withinMs) {
      const fresh = this.batches.slice(from).filter(({ acknowledgedAt }) => acknowledgedAt !== null);
      if (new Set(fresh.map(({ sessionId }) => writerOf(sessionId))).size === wanted) return performance.now() - begun;
      await sleep(20);
    }
    return null;
  }

  /** Lets every batch that was begun be acknowledged, and begins no other. @returns whether all were in time. */
  async finish(withinMs: number): Promise<boolean> {
    this.#stopping = true;
    const giveUp = setTimeout(() => {
      this.#givenUp = true;
    }, withinMs);
    await Promise.all(this.#work);
    clearTimeout(giveUp);
    return !this.#givenUp;
  }

  /** Ends the writers where they are. */
  async abandon(): Promise<void> {
    this.#givenUp = true;
    await this.finish(0);
  }

  async #write(writer: number): Promise<void> {
    const { seed, pauseMs = 5 } = this.#options;
    const random = randomFrom(seed + writer);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let number = 0; !this.#stopping && !this.#givenUp; number++) {
      const batch = this.#template.fill(sessionName(seed, writer, number), `${seed}/${writer}/${number}`);
      await this.#deliver(batch, agent);
      await sleep(pauseMs * 2 * random());
    }
    agent.destroy();
  }

  async #deliver({ body, ...names }: Batch, agent: Agent): Promise<void> {
    const progress: Progress = { ...names, attempts: 0, acknowledgedAt: null };
    this.batches.push(progress);
    while (!this.#givenUp) {
      progress.attempts++;
      const url = `${this.#options.target()}/v1/traces`;
      const answer = await ask(url, { method: 'POST', headers: HEADERS, body, agent });
      count(this.#answers, wordOf(answer));
      if (answer.status === 200) {
        progress.acknowledgedAt = performance.now();
        return;
      }
      await sleep(RETRY_MS);
    }
  }
}

function sessionName(seed: number, writer: number, number: number): string {
  const session = Math.floor(number / BATCHES_PER_SESSION);
  return `w${String(writer).padStart(3, '0')}-${session}-${seed}-`.padEnd(SESSION_ID_LENGTH, 'x');
}

function writerOf(sessionId: string): string {
  return sessionId.slice(0, 4);
}
