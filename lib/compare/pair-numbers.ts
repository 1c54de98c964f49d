const START = 64;

/**
 * Numbers pairs of integers in the order in which they are met. A hash table in two columns, because a Map of numbers
 * above 2^31 takes ten times the time and memory.
 */
export class PairNumbers {
  /** By slot: number of the pair plus one; 0 for a free slot. */
  #slots = new Int32Array(START);
  #firsts = new Int32Array(START);
  #seconds = new Int32Array(START);
  #count = 0;

  /** How many pairs there are. */
  get size(): number {
    return this.#count;
  }

  first(number: number): number {
    return this.#firsts[number] as number;
  }

  second(number: number): number {
    return this.#seconds[number] as number;
  }

  /** The pair's number; of a new one, the next. */
  numberOf(first: number, second: number): number {
    const slot = this.#slotOf(first, second);
    const known = this.#slots[slot] as number;
    if (known !== 0) return known - 1;
    const number = this.#count++;
    this.#firsts[number] = first;
    this.#seconds[number] = second;
    this.#slots[slot] = number + 1;
    if (this.#count * 2 > this.#slots.length) this.#grow();
    return number;
  }

  #slotOf(first: number, second: number): number {
    const mask = this.#slots.length - 1;
    let mixed = Math.imul(first ^ Math.imul(second, 0x9e3779b1), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
    for (let slot = (mixed ^ (mixed >>> 13)) & mask; ; slot = (slot + 1) & mask) {
      const number = (this.#slots[slot] as number) - 1;
      if (number < 0 || (this.#firsts[number] === first && this.#seconds[number] === second)) return slot;
    }
  }

  #grow(): void {
    const length = this.#slots.length * 2;
    this.#firsts = widened(this.#firsts, length);
    this.#seconds = widened(this.#seconds, length);
    this.#slots = new Int32Array(length);
    for (let number = 0; number < this.#count; number++) {
      this.#slots[this.#slotOf(this.first(number), this.second(number))] = number + 1;
    }
  }
}

function widened(column: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const wide = new Int32Array(length);
  wide.set(column);
  return wide;
}
