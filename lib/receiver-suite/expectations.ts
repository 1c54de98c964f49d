import { inspect, isDeepStrictEqual } from 'node:util';

/** The receiver did something else; the message says what was expected and what was seen. */
export class Mismatch extends Error {
  override readonly name = 'Mismatch';
}

/** The case can not be tried on this target; the message says why. */
export class Skipped extends Error {
  override readonly name = 'Skipped';
}

/** The target says itself that it has no such thing. */
export class NotOffered extends Error {
  override readonly name = 'NotOffered';
}

const MAX_SEEN = 300;

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : inspect(value, { depth: 6, breakLength: Number.POSITIVE_INFINITY });
  return text.length > MAX_SEEN ? `${text.slice(0, MAX_SEEN)}…` : text;
}

export function expectEqual(seen: unknown, expected: unknown, what: string): void {
  if (isDeepStrictEqual(seen, expected)) return;
  throw new Mismatch(`${what}: expected ${shown(expected)}, saw ${shown(seen)}`);
}

export function expectOneOf<T>(seen: T, expected: readonly T[], what: string): void {
  if (expected.includes(seen)) return;
  throw new Mismatch(`${what}: expected one of ${shown(expected)}, saw ${shown(seen)}`);
}

export function expectThat(holds: boolean, expected: string, seen: unknown): void {
  if (!holds) throw new Mismatch(`expected ${expected}, saw ${shown(seen)}`);
}
