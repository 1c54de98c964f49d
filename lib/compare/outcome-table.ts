import type { CustodyShape } from '../domain/span-custody';
import { CUSTODY_STATES } from '../domain/states';
import { at } from '../trace/at';
import { PairNumbers } from './pair-numbers';

/** Sent keys, each once, and the worst that became of each. */
export interface Outcome {
  /** By number, see {@link OutcomeTable.keys}. */
  readonly keys: Int32Array;
  /** By key: index in CUSTODY_STATES. */
  readonly states: Uint8Array;
}

export const PRESERVED = CUSTODY_STATES.indexOf('preserved');

/** Outcomes by number, equal ones once: runs have many spans and few outcomes. */
export class OutcomeTable {
  /** Names of the sent keys. */
  readonly keys: string[] = [];
  readonly #keyOfName = new Map<string, number>();
  readonly #outcomes: Outcome[] = [];
  readonly #shapes = new KnownLists();
  readonly #unions = new KnownLists();

  numberOf(shape: CustodyShape): number {
    const members = shape.map(([name, state]) => this.#keyOf(name) * STATES + CUSTODY_STATES.indexOf(state));
    return this.#shapes.valueOf(members, () => this.#add(members));
  }

  #keyOf(name: string): number {
    const known = this.#keyOfName.get(name);
    if (known !== undefined) return known;
    const key = this.keys.push(name) - 1;
    this.#keyOfName.set(name, key);
    return key;
  }

  /** What became of the keys where all of these happened. */
  unionOf(numbers: readonly number[]): number {
    if (numbers.length === 1) return at(numbers, 0);
    const distinct = [...new Set(numbers)].sort((a, b) => a - b);
    if (distinct.length === 1) return at(distinct, 0);
    return this.#unions.valueOf(distinct, () => this.#add(distinct.flatMap((number) => membersOf(this.get(number)))));
  }

  get(number: number): Outcome {
    return at(this.#outcomes, number);
  }

  /** @param members a key and its state in one number each; of a key that comes several times the worst counts */
  #add(members: readonly number[]): number {
    const worstOf = new Map<number, number>();
    for (const member of members) {
      const key = Math.floor(member / STATES);
      worstOf.set(key, Math.max(worstOf.get(key) ?? 0, member % STATES));
    }
    const outcome = { keys: Int32Array.from(worstOf.keys()), states: Uint8Array.from(worstOf.values()) };
    return this.#outcomes.push(outcome) - 1;
  }
}

const STATES = CUSTODY_STATES.length;

function membersOf({ keys, states }: Outcome): readonly number[] {
  return Array.from(keys, (key, i) => key * STATES + (states[i] ?? 0));
}

/** A number for every list of integers: lists are ways in a tree of which every member is a step. */
class KnownLists {
  readonly #steps = new PairNumbers();
  readonly #values = new Map<number, number>();

  valueOf(list: readonly number[], make: () => number): number {
    let end = 0;
    for (const member of list) end = this.#steps.numberOf(end, member) + 1;
    const known = this.#values.get(end);
    if (known !== undefined) return known;
    const value = make();
    this.#values.set(end, value);
    return value;
  }
}
