import type { Client } from '../domain/records';

/**
 * Ids and searchable text as every engine keeps them: NUL and lone surrogates become U+FFFD, because a database text
 * column can not give them back. Apply it to what is written and to what is looked up. What was sent stays verbatim in
 * the delivery, and what was stored in the event's JSON.
 */
export function storedText(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, '\ufffd');
}

export function storedTextOrNull(text: string | null): string | null {
  return text === null ? null : storedText(text);
}

export function storedClient(client: Client | null): Client | null {
  return client === null ? null : { name: storedText(client.name), version: storedText(client.version) };
}
