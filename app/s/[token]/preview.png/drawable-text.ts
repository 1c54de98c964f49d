/** Everything else in a text would make the drawing library ask the internet for a font or for a picture of an emoji. */
const UNDRAWABLE =
  /[^ -~\u00c0-\u0113\u0116-\u012b\u012e-\u0137\u0139-\u013e\u0141-\u0148\u014a-\u014d\u0150-\u017e\u0400-\u045f–—‘’“”…]/gu;

/** A text in the letters of the bundled font, cut to a length. */
export function drawableText(text: string, lengthMax: number): string {
  // Cut first: a name of a million letters is a name, too.
  const drawable = text
    .slice(0, 2 * lengthMax)
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .replace(UNDRAWABLE, '?');
  return drawable.length <= lengthMax ? drawable : `${drawable.slice(0, lengthMax - 1)}…`;
}
