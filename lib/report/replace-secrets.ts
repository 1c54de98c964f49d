import { SECRET_KINDS, type SecretKind } from './secret-kinds';

/** Shorter texts hold no secret that any kind would find. */
const LENGTH_MIN = 6;
/** How much of what stands in front of a match decides about it. */
const BEFORE_MAX = 16;
const QUOTED = /^(["'])(.*)\1$/s;

/** Replaces everything in a text that looks like a secret. Placeholders of an earlier time stay as they are. */
export function replaceSecrets(text: string, placeholderOf: (secret: string, kind: SecretKind) => string): string {
  if (text.length < LENGTH_MIN) return text;
  let result = text;
  for (const kind of SECRET_KINDS) result = replaceKind(result, kind, (secret) => placeholderOf(secret, kind));
  return result;
}

function replaceKind(
  text: string,
  { pattern, accepts }: SecretKind,
  placeholderOf: (secret: string) => string,
): string {
  const parts: string[] = [];
  let done = 0;
  for (const match of text.matchAll(pattern)) {
    const found = match.groups?.secret ?? match[0];
    // A group stands at the end of its match.
    const from = match.index + match[0].length - found.length;
    if (accepts !== undefined && !accepts(found, text.slice(Math.max(0, from - BEFORE_MAX), from))) continue;
    const [, quote = '', quoted = found] = QUOTED.exec(found) ?? [];
    parts.push(text.slice(done, from), quote, placeholderOf(quoted), quote);
    done = from + found.length;
  }
  return done === 0 ? text : parts.join('') + text.slice(done);
}
