/** @jsxImportSource preact */
import { formatTime } from '../format-numbers';
import { safeAddress } from '../safe-address';
import { shownLines, shownText } from '../shown-text';

const NAME_MAX = 500;
const PROSE_MAX = 4000;
const VALUE_MAX = 20_000;

/** A name or id from a client. */
export function Name({ text }: { readonly text: string }) {
  return text === '' ? <em>empty</em> : <code>{shownText(text, NAME_MAX)}</code>;
}

/** A value, with its line ends. */
export function Value({ text }: { readonly text: string }) {
  return text === '' ? <em>empty</em> : <pre>{shownLines(text, VALUE_MAX)}</pre>;
}

/** A sentence in which clients' names may stand. */
export function proseOf(text: string): string {
  return shownText(text, PROSE_MAX);
}

export function Time({ time }: { readonly time: string }) {
  return <time dateTime={time}>{formatTime(time)}</time>;
}

/** A link, if the address is one that a browser may open; else the address to read. */
export function Link({ address, words }: { readonly address: string; readonly words: string }) {
  const href = safeAddress(address);
  return href === null ? <Name text={address} /> : <a href={href}>{words}</a>;
}
