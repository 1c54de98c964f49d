import { visibleText } from '@/lib/trace/visible-text';

/** Levels that are still indented: beyond, the white space of deep nesting would outweigh its content. */
const INDENT_MAX = 50;
const OPENING = '{[';
const CLOSING = '}]';
const SPACE = ' \t\r\n';

/** The position behind the string literal that starts at `from`; the end of the text when it never closes. */
function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return Math.min(at + 1, text.length);
}

function nextVisible(text: string, from: number): number {
  let at = from;
  while (at < text.length && SPACE.includes(text.charAt(at))) at++;
  return at;
}

/**
 * JSON text with one member per line, two blanks per level. Only white space changes, and characters that would reorder
 * or hide text become their JSON escapes: parsing and printing again would
 * round integers beyond 2^53, drop repeated keys and run out of stack on deep nesting. Text that is no JSON comes back
 * with its white space rearranged and nothing lost.
 */
export function indentJson(text: string): string {
  const parts: string[] = [];
  let depth = 0;
  const breakLine = () => parts.push(`\n${'  '.repeat(Math.min(depth, INDENT_MAX))}`);
  for (let at = nextVisible(text, 0); at < text.length; at = nextVisible(text, at)) {
    const char = text.charAt(at);
    if (char === '"') {
      const end = endOfString(text, at);
      parts.push(visibleText(text.slice(at, end)));
      at = end;
      continue;
    }
    at++;
    if (OPENING.includes(char)) {
      const inside = nextVisible(text, at);
      if (CLOSING.includes(text.charAt(inside)) && inside < text.length) {
        parts.push(char, text.charAt(inside));
        at = inside + 1;
      } else {
        depth++;
        parts.push(char);
        breakLine();
      }
    } else if (CLOSING.includes(char)) {
      depth = Math.max(0, depth - 1);
      breakLine();
      parts.push(char);
    } else if (char === ',') {
      parts.push(char);
      breakLine();
    } else {
      parts.push(char === ':' ? ': ' : char);
    }
  }
  return parts.join('');
}
