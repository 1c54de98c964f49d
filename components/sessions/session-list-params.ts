import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server';

/** The page of sessions outside runs in its address: the same parsers on server and client. */
export const sessionListParams = {
  q: parseAsString.withDefault(''),
  sort: parseAsStringLiteral(['worst', 'started', '-started', 'spans', '-spans']).withDefault('-started'),
};

export const loadSessionListParams = createLoader(sessionListParams);
