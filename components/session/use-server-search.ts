'use client';

import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { spanSearchOptions } from '@/lib/query/sessions';
import type { FoundSpans } from '@/lib/trace/search-spans';

/** A single letter is in nearly every value. */
const LENGTH_MIN = 2;
const NOTHING: FoundSpans = [];

/** What the server, which has the attributes, finds for a search. */
export interface ServerSearch {
  readonly found: FoundSpans;
  /** What is still open about keys and values, in words; null when nothing is. */
  readonly note: string | null;
}

export function useServerSearch(project: string, sessionId: string, text: string): ServerSearch {
  const q = useDeferredValue(text).trim();
  const { data, isFetching, error } = useQuery({
    ...spanSearchOptions(project, sessionId, q),
    enabled: q.length >= LENGTH_MIN,
  });
  if (q === '') return { found: NOTHING, note: null };
  const found = data?.found ?? NOTHING;
  if (q.length < LENGTH_MIN) return { found: NOTHING, note: 'type two letters to search keys and values too' };
  if (error !== null) return { found, note: `keys and values were not searched: ${error.message}` };
  if (isFetching && data === undefined) return { found, note: 'searching keys and values…' };
  return { found, note: data?.cut ? 'more keys and values match than can be shown' : null };
}
