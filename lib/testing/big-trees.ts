/** The parent of the i-th of n spans: its index, or null for a root, or `gone` for one that never arrives. */
export type ParentOf = (i: number, n: number) => number | null | 'gone';

/** Numbers from 0 to 1 that are the same in every run. */
export function repeatableRandom(seed = 7): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}

const random = repeatableRandom();

/** Shapes that a careless algorithm takes quadratic time, or the stack, for. */
export const BIG_SHAPES: readonly (readonly [name: string, parentOf: ParentOf])[] = [
  ['a chain', (i) => (i === 0 ? null : i - 1)],
  ['a star', (i) => (i === 0 ? null : 0)],
  ['only roots', () => null],
  ['a comb: a chain whose every span has a leaf', (i) => (i === 0 ? null : i % 2 === 0 ? i - 2 : i - 1)],
  ['chains of 10,000', (i) => (i % 10_000 === 0 ? null : i - 1)],
  ['one cycle of all', (i, n) => (i === 0 ? n - 1 : i - 1)],
  ['cycles of ten', (i, n) => (i % 10 === 0 ? Math.min(i + 9, n - 1) : i - 1)],
  ['spans that name themselves', (i) => i],
  ['30 % orphans of parents of their own', (i) => (i % 10 < 3 ? 'gone' : Math.floor(random() * i))],
  ['a random tree', (i) => (i === 0 ? null : Math.floor(random() * i))],
];
