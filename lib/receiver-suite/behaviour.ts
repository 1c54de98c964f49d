import type { Target } from './target';

/** `MUST`, `SHOULD` and `MAY` are the OTLP specification's words; `required` is what it leaves open and we do not. */
export type Level = 'MUST' | 'SHOULD' | 'MAY' | 'required';

/** One thing to try. */
export interface Case {
  readonly name: string;
  /** @throws Mismatch, Skipped or NotOffered; every other error is a mismatch too. */
  run(target: Target): Promise<void>;
}

/** What a receiver of OTLP/HTTP has to do, with everything that is tried to see whether it does. */
export interface Behaviour {
  readonly id: `P${number}`;
  readonly title: string;
  readonly level: Level;
  readonly cases: readonly Case[];
}

/** A case for every row of a table. */
export function casesOf<T>(
  rows: readonly T[],
  nameOf: (row: T) => string,
  run: (target: Target, row: T) => Promise<void>,
): Case[] {
  return rows.map((row) => ({ name: nameOf(row), run: (target) => run(target, row) }));
}
