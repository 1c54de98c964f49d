/** What is remembered beside a text, in its units. */
const ENTRY_UNITS = 64;

/**
 * Values by text. Bounded: when the texts grow beyond so many UTF-16 units all are forgotten, and a text that takes much
 * of the room alone is not kept. For what is the same nearly every time, and may be hostile.
 */
export class TextCache<T> {
  readonly #values = new Map<string, T>();
  readonly #unitsMax: number;
  #units = 0;

  constructor(unitsMax: number) {
    this.#unitsMax = unitsMax;
  }

  get(text: string): T | undefined {
    return this.#values.get(text);
  }

  set(text: string, value: T): void {
    const units = text.length + ENTRY_UNITS;
    if (units > this.#unitsMax / 8) return;
    if (this.#units + units > this.#unitsMax) this.clear();
    this.#values.set(text, value);
    this.#units += units;
  }

  clear(): void {
    this.#values.clear();
    this.#units = 0;
  }
}
