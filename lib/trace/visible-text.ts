/**
 * Control characters, and characters that reorder or hide text: they would let a name pose as another one. U+200D is
 * left alone, because emoji are joined with it.
 */
const DECEPTIVE = /[\p{Cc}\p{Bidi_Control}\u00AD\u200B\u200C\u2028\u2029\u2060-\u2064\uFEFF\uFFF9-\uFFFB]/gu;

/** A name on one line, with what could deceive the eye spelled out: `a\u202Eb`. */
export function visibleText(text: string): string {
  return text.replace(DECEPTIVE, escapeOf);
}

/** The same for text of several lines: line ends and tabs stay. */
export function visibleLines(text: string): string {
  return text.replace(DECEPTIVE, (char) => (char === '\n' || char === '\t' ? char : escapeOf(char)));
}

/** As JSON and JavaScript write it. */
function escapeOf(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
