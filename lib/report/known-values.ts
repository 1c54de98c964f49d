/** Shorter values are left alone elsewhere: they would be found in words that have nothing to do with them. */
const LENGTH_MIN = 6;
/** Ids, names, short answers: longer values are not quoted whole. */
const LENGTH_MAX = 120;
const WORD = /[\p{L}\p{N}_]/u;

/**
 * Values that were replaced because of their key, so that texts which quote them (evidence, titles) do not tell them all
 * the same. They are found as whole words, the longest first.
 */
export class KnownValues {
  readonly #placeholders = new Map<string, string>();
  /** Lengths of the values that begin with a text, longest first: few, however many values there are. */
  readonly #lengthsByStart = new Map<string, number[]>();

  add(value: string, placeholder: string): void {
    if (value.length < LENGTH_MIN || value.length > LENGTH_MAX || this.#placeholders.has(value)) return;
    this.#placeholders.set(value, placeholder);
    const start = value.slice(0, LENGTH_MIN);
    const lengths = this.#lengthsByStart.get(start) ?? [];
    if (lengths.includes(value.length)) return;
    this.#lengthsByStart.set(
      start,
      [...lengths, value.length].sort((a, b) => b - a),
    );
  }

  replaceIn(text: string, onReplaced: (placeholder: string) => void): string {
    if (this.#placeholders.size === 0) return text;
    const parts: string[] = [];
    let done = 0;
    for (let at = 0; at + LENGTH_MIN <= text.length; at++) {
      const found = isEdge(text, at) ? this.#longestAt(text, at) : null;
      if (found === null) continue;
      parts.push(text.slice(done, at), found.placeholder);
      onReplaced(found.placeholder);
      done = at + found.length;
      at = done - 1;
    }
    return done === 0 ? text : parts.join('') + text.slice(done);
  }

  #longestAt(text: string, at: number): { readonly length: number; readonly placeholder: string } | null {
    for (const length of this.#lengthsByStart.get(text.slice(at, at + LENGTH_MIN)) ?? []) {
      if (at + length > text.length || !isEdge(text, at + length)) continue;
      const placeholder = this.#placeholders.get(text.slice(at, at + length));
      if (placeholder !== undefined) return { length, placeholder };
    }
    return null;
  }
}

/** True where no word goes on. */
function isEdge(text: string, at: number): boolean {
  return !WORD.test(text.charAt(at - 1)) || !WORD.test(text.charAt(at));
}
