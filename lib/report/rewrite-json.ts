/** Replacements for parts of a JSON text; each gives the new value as JSON text, or null to leave the part as it is. */
export interface JsonRewrite {
  /** The name of a member. */
  readonly name: (name: string) => string | null;
  /** A string, decoded. `path` is the way to it, `a.b`; items of an array have the path of the array. */
  readonly text: (value: string, path: string) => string | null;
  /** A number or boolean as it is written. */
  readonly scalar: (written: string, path: string) => string | null;
}

interface Level {
  readonly path: string;
  readonly isObject: boolean;
}

/** Below so many levels a path leaves out the levels in between: all paths together would grow with the square. */
const PATH_LEVELS_MAX = 64;
const SCALAR = /[^\s,\]}]+/y;

/**
 * Rewrites parts of a JSON text and keeps every other character: no number is rounded, no member reordered. Iterative, so
 * that depth does not matter.
 * @returns null when the text is not JSON
 */
export function rewriteJson(text: string, rootPath: string, rewrite: JsonRewrite): string | null {
  if (!isJson(text)) return null;
  const parts: string[] = [];
  const levels: Level[] = [];
  let done = 0;
  let path = rootPath;
  // True where a string would be the name of a member.
  let isName = false;

  function replace(from: number, to: number, replacement: string | null): void {
    if (replacement === null) return;
    parts.push(text.slice(done, from), replacement);
    done = to;
  }

  for (let at = 0; at < text.length; ) {
    const char = text.charAt(at);
    const level = levels.at(-1);
    if (char === '"') {
      const end = endOfString(text, at);
      const value: string = JSON.parse(text.slice(at, end));
      if (isName && level !== undefined) {
        replace(at, end, rewrite.name(value));
        path = `${(levels[PATH_LEVELS_MAX] ?? level).path}.${value}`;
      } else {
        replace(at, end, rewrite.text(value, path));
      }
      isName = false;
      at = end;
    } else if (char === '{' || char === '[') {
      levels.push({ path, isObject: char === '{' });
      isName = char === '{';
      at++;
    } else if (char === '}' || char === ']') {
      levels.pop();
      isName = false;
      at++;
    } else if (char === ',') {
      isName = level?.isObject === true;
      path = level?.path ?? rootPath;
      at++;
    } else if (char === ':' || char <= ' ') {
      at++;
    } else {
      SCALAR.lastIndex = at;
      const written = SCALAR.exec(text)?.[0] ?? char;
      if (written !== 'null') replace(at, at + written.length, rewrite.scalar(written, path));
      at += written.length;
    }
  }
  return done === 0 ? text : parts.join('') + text.slice(done);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    const char = text.charAt(at);
    if (char === '\\') at++;
    else if (char === '"' || char === '') return at + 1;
  }
}
