const PLAIN = /^[\w@%+=:,./-]+$/;
/** What a line of a script, or of YAML, can not hold or would not show. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * A text as one word for bash, on one line, however hostile: plain where it can be, else in quotes.
 * NUL is left out, which no argument can hold, and half a surrogate pair has no UTF-8 form.
 */
export function quoteWord(text: string): string {
  const sayable = text.replaceAll('\0', '').replace(LONE_SURROGATE, '\uFFFD');
  if (PLAIN.test(sayable)) return sayable;
  if (!UNPRINTABLE.test(sayable)) return `'${sayable.replaceAll("'", "'\\''")}'`;
  return `$'${Array.from(sayable, escapeOf).join('')}'`;
}

/** Of one character between `$'` and `'`. */
function escapeOf(char: string): string {
  if (char === "'" || char === '\\') return `\\${char}`;
  if (!UNPRINTABLE.test(char)) return char;
  // Its bytes: what `\\u` means to bash depends on the locale.
  return Array.from(new TextEncoder().encode(char), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
