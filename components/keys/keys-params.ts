import { createLoader, createParser, parseAsStringLiteral } from 'nuqs/server';
import { ATTRIBUTION_KEYS } from '@/lib/domain/attribution-keys';

export const HISTORY_ORDERS = ['time', 'version'] as const;

/** As long as the API takes it; anything else in the address is dropped. */
export const HISTORY_TEXT_MAX = 500;
const parseAsHistoryText = createParser<string>({
  parse: (text) => (text !== '' && text.length <= HISTORY_TEXT_MAX ? text : null),
  serialize: (text) => text,
});

/** The keys page in its address: the same parsers on server and client. */
export const keysParams = {
  /** An attribution key, or a sent key as comparisons name it. */
  key: parseAsHistoryText.withDefault(ATTRIBUTION_KEYS[0]?.name ?? ''),
  dataset: parseAsHistoryText,
  name: parseAsHistoryText,
  order: parseAsStringLiteral(HISTORY_ORDERS).withDefault('time'),
};

export const loadKeysParams = createLoader(keysParams);
