import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, wordOf } from './ask';
import { type Product, peakMb } from './product';
import { count } from './statistics';

/** How long one address took to answer, every time it was asked. */
export interface Polled {
  readonly ms: number[];
  readonly answers: Map<string, number>;
}

/** Longer than any target; an answer that takes this long counts as this long. */
const TIMEOUT_MS = 20_000;

/** Asks the same addresses again and again until told to stop; each waits for its answer before it is asked again. */
export class Poller {
  readonly #polled: ReadonlyMap<string, Polled>;
  readonly #work: readonly Promise<void>[];
  #stopping = false;

  constructor(urls: readonly string[], everyMs: number) {
    this.#polled = new Map(urls.map((url) => [url, { ms: [], answers: new Map() }]));
    this.#work = [...this.#polled].map(([url, polled]) => this.#poll(url, polled, everyMs));
  }

  of(url: string): Polled {
    return this.#polled.get(url) ?? { ms: [], answers: new Map() };
  }

  /** Every address, in the order in which they were given. */
  all(): readonly Polled[] {
    return [...this.#polled.values()];
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#work);
  }

  async #poll(url: string, { ms, answers }: Polled, everyMs: number): Promise<void> {
    while (!this.#stopping) {
      const answer = await ask(url, { timeoutMs: TIMEOUT_MS });
      ms.push(answer.ms);
      count(answers, wordOf(answer));
      await sleep(everyMs);
    }
  }
}

/** Lets the kernel count the peak of a process's memory from now on. @returns the peak since then, in megabytes */
export function peakFromNow({ pid }: Product): () => number {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // Not every kernel allows it; then the peak is of the whole life.
  }
  return () => peakMb(pid);
}
