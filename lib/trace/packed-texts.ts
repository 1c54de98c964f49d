import { intAt } from './at';

/** Many short texts as one: 100,000 ids cross to and from a worker in a moment, and take no object each. */
export interface PackedTexts {
  readonly text: string;
  /** Where each begins, and the end of the last: one longer than there are texts. */
  readonly offsets: Int32Array;
}

export function packTexts(texts: readonly string[]): PackedTexts {
  const offsets = new Int32Array(texts.length + 1);
  texts.forEach((text, i) => {
    offsets[i + 1] = intAt(offsets, i) + text.length;
  });
  return { text: texts.join(''), offsets };
}

export function textAt({ text, offsets }: PackedTexts, index: number): string {
  return text.slice(intAt(offsets, index), intAt(offsets, index + 1));
}

/** Calls back with every index whose text contains the needle, ascending. Linear. */
export function eachContaining({ text, offsets }: PackedTexts, needle: string, found: (index: number) => void): void {
  let index = 0;
  for (let place = text.indexOf(needle); place >= 0; place = text.indexOf(needle, place)) {
    while (intAt(offsets, index + 1) <= place) index++;
    const end = intAt(offsets, index + 1);
    // What reaches into the next text is no match, but one may begin right behind it.
    if (place + needle.length <= end) {
      found(index);
      place = end;
    } else {
      place++;
    }
  }
}
