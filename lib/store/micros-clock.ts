/** Unix microseconds that grow with every reading, in one process. */
export class MicrosClock {
  #last = 0n;

  next(): bigint {
    const now = BigInt(Date.now()) * 1000n;
    this.#last = now > this.#last ? now : this.#last + 1n;
    return this.#last;
  }
}
