import 'server-only';
import type { JsonObject } from '../../domain/json';
import { stringifyJson } from '../../domain/json-text';
import { takeTurns } from './take-turns';

/**
 * A list and what is said of it, as JSON text in UTF-8: `{"events":[…],"count":2}`. Its items are printed one by one, so
 * that a long list blocks nothing and only its text is held, and one as deep as a body may be is not made too deep by the
 * list around it.
 * @param member null for a bare list, as older clients expect some; then there is no `rest`
 */
export async function printList(
  member: string | null,
  items: Iterable<JsonObject> | AsyncIterable<JsonObject>,
  rest: JsonObject = {},
): Promise<Uint8Array> {
  const turn = takeTurns();
  const texts: string[] = [];
  for await (const item of items) {
    texts.push(stringifyJson(item));
    await turn();
  }
  const list = `[${texts.join(',')}]`;
  if (member === null) return new TextEncoder().encode(list);
  const others = stringifyJson(rest).slice(1);
  const separator = others === '}' ? '' : ',';
  return new TextEncoder().encode(`{${JSON.stringify(member)}:${list}${separator}${others}`);
}
