/** Shorter texts say too little about how they came to be. */
const LENGTH_MIN = 20;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** Ids of spans and traces, checksums, object ids: long, and in one case throughout. */
const HEX = /(?<![A-Za-z0-9])(?:0x)?(?:[0-9a-f]{8,}|[0-9A-F]{8,})(?![A-Za-z0-9])/g;
const WORD = /[A-Z]?[a-z]+|[A-Z]+|\d+/g;

/** Secret keys of AWS, the most dangerous text of a fixed length: letters of both cases, digits, and a mark. */
const AWS_SECRET = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[/+])[A-Za-z0-9/+]{40}$/;

/** Ids that other systems draw at random, by how they are written: nothing can be opened with them. */
const ID_SHAPES: readonly RegExp[] = [
  // ULID, KSUID and cuid.
  /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/,
  /^[0-3][A-Za-z0-9]{26}$/,
  /^c[a-z0-9]{24}$/,
  // Ids that LLM vendors give to answers, calls and batches.
  /^(?:chatcmpl|cmpl|call|toolu|msg|resp|run|asst|thread|step|file|req|batch|gen|fc|rs)[-_][A-Za-z0-9]+$/,
];

/**
 * True for a text that a generator of random base64, base62 or base36 is likely to have made, and that no person named
 * anything. Names consist of words: between changes of case, digits and marks there are several letters, while in random
 * text there are fewer than two on average. The bounds were found by trial: of random texts of 32 characters and more,
 * 1 in 400 or fewer are missed; of 5,000 names, paths and keys in the sources of this product and its libraries, none is
 * mistaken. Hexadecimal text is never random here, because it can not be told from the ids of spans and traces.
 * @param token letters, digits and the marks `+ / = _ -`
 */
export function looksRandom(token: string): boolean {
  if (ID_SHAPES.some((shape) => shape.test(token))) return false;
  const bare = token.replace(UUID, '-').replace(HEX, '-').replace(/=+$/, '');
  const whole = measure(bare);
  if (whole.letters < LENGTH_MIN) return false;
  const marks = (bare.length - whole.letters) / bare.length;
  if (marks > 0.2) return false;
  // Version tags such as `8x7B-Instruct-v0-1` are choppy too, but made of short parts.
  if (marks <= 0.12 && whole.wordLength <= 2.4 && whole.digitEdges >= 4) return true;
  if (AWS_SECRET.test(token) && whole.wordLength <= 3.2) return true;
  const part = longestPart(bare);
  if (part.length < 9 && !/\+|=$/.test(token)) return false;
  const longest = measure(part);
  return (whole.wordLength <= 3.6 || whole.digitEdges >= 4) && (longest.wordLength <= 3.6 || longest.digitEdges >= 3);
}

interface Texture {
  /** Letters and digits. */
  readonly letters: number;
  /** Mean length of words: `Case` and `42` are words, and so is `URL`. */
  readonly wordLength: number;
  /** Places where a digit stands beside a letter. */
  readonly digitEdges: number;
}

function measure(text: string): Texture {
  let words = 0;
  let letters = 0;
  let digitEdges = 0;
  let wasDigit: boolean | null = null;
  for (const [word] of text.matchAll(WORD)) {
    const isDigit = word.charCodeAt(0) < 0x41;
    if (wasDigit !== null && wasDigit !== isDigit) digitEdges++;
    wasDigit = isDigit;
    words++;
    letters += word.length;
  }
  return { letters, wordLength: words === 0 ? 0 : letters / words, digitEdges };
}

function longestPart(text: string): string {
  return text.split(/[^A-Za-z0-9]+/).reduce((longest, part) => (part.length > longest.length ? part : longest), '');
}
