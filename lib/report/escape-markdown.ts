import { shownText } from './shown-text';

/** What stands between a sign and the word behind it, so that trackers see no mention, reference, address or emoji. */
const BREAK = '&#8203;';

/**
 * Everything that could become markup, in one pass: a list or heading at the start, the signs of Markdown and HTML,
 * underscores that are not inside of a word; then what trackers link by themselves: `@name`, `#1`, `!1`, `%1`, `GH-1`,
 * `http://…`, `www.…`, `name@host`, `:emoji:`.
 */
const SPECIAL =
  /^\d{1,9}[.)]|^[-+=#]|[\\`*[\]<>|~&$]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|@|[#!%^](?=[\p{L}\p{N}_"])|:(?=\S)|(?<![\p{L}\p{N}])(?:www(?=\.)|GH(?=-\d))/giu;

/** Prose that clients had a part in, for a paragraph, list item or table cell of Markdown. */
export function markdownText(text: string, max: number): string {
  return shownText(text.replace(/\s+/g, ' ').trim(), max).replace(SPECIAL, (found) => {
    if (/^\d/.test(found)) return `${found.slice(0, -1)}${entityOf(found.slice(-1))}`;
    return /^(?:[@#!%^:]|www|GH)$/i.test(found) ? `${found}${BREAK}` : entityOf(found);
  });
}

/**
 * A name or value from a client as code, in which trackers link nothing. What a code span can not hold everywhere
 * (backticks, bars inside of tables, backslashes in front of them) is written as HTML that means the same.
 */
export function markdownCode(text: string, max: number): string {
  const shown = shownText(text, max);
  if (shown.trim() === '') return shown === '' ? '(empty)' : '(blank)';
  if (!/[`|\\]|^ | $/.test(shown)) return `\`${shown}\``;
  return `<code>${shown.replace(/[^\p{L}\p{N} ]/gu, entityOf)}</code>`;
}

function entityOf(char: string): string {
  return `&#${char.codePointAt(0)};`;
}
