'use client';

import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { DETAIL_TABS } from '@/components/span-detail/detail-tabs';

/** What a colleague sees after opening the link. Choosing a span is a step Back undoes; typing and folding are not. */
const viewParsers = {
  /** Selected span; `session` for the session's own record. */
  span: parseAsString.withOptions({ history: 'push' }),
  /** Trace of the selected span, where the span id alone is ambiguous; alone: the first span of that trace. */
  trace: parseAsString.withOptions({ history: 'push' }),
  tab: parseAsStringLiteral(DETAIL_TABS).withDefault('attribution').withOptions({ history: 'push' }),
  /** "Only problems"; null until somebody chose. */
  only: parseAsBoolean,
  q: parseAsString.withDefault(''),
  /** Collapsed rows; see lib/trace/collapsed-mask.ts. */
  x: parseAsString,
};

export function useViewState() {
  return useQueryStates(viewParsers, { scroll: false, shallow: true });
}
