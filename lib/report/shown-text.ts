import { visibleLines, visibleText } from '../trace/visible-text';

/** Halves of surrogate pairs and code points that are no characters: not every format, nor every reader, can hold them. */
const NO_CHARACTER = /[\p{Surrogate}\p{Noncharacter_Code_Point}]/gu;

/** A client's text on one line, with control and hidden characters spelled out, of at most `max` characters before that. */
export function shownText(text: string, max: number): string {
  return visibleText(cut(text, max)).replace(NO_CHARACTER, '\uFFFD');
}

/** The same for a value of several lines. */
export function shownLines(text: string, max: number): string {
  return visibleLines(cut(text.replaceAll('\r\n', '\n'), max)).replace(NO_CHARACTER, '\uFFFD');
}

function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  // Not through a character that consists of two units.
  const end = /[\uD800-\uDBFF]/.test(text.charAt(max - 2)) ? max - 2 : max - 1;
  return `${text.slice(0, end)}…`;
}
