/** Integers in a row that grows at its end: a tenth of the memory of objects, for what is kept of every span. */
export class IntColumn {
  #values = new Int32Array(16);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#growTo(this.#length + 1);
    this.#values[this.#length++] = value;
  }

  /** So many zeros. */
  pushZeros(count: number): void {
    this.#growTo(this.#length + count);
    this.#length += count;
  }

  get(index: number): number {
    return this.#values[index] as number;
  }

  set(index: number, value: number): void {
    this.#values[index] = value;
  }

  add(index: number, value: number): void {
    this.#values[index] = (this.#values[index] as number) + value;
  }

  #growTo(length: number): void {
    if (length <= this.#values.length) return;
    const grown = new Int32Array(Math.max(length, this.#values.length * 2));
    grown.set(this.#values);
    this.#values = grown;
  }
}
