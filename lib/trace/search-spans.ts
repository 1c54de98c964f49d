import { at, intAt } from './at';
import { eachContaining, textAt } from './packed-texts';
import { type SpanColumns, valueAt } from './span-columns';

/** Spans found by what only the server knows (attribute keys and values), by trace. */
export type FoundSpans = readonly { readonly traceId: string; readonly spanIds: readonly string[] }[];

/**
 * Spans whose name, span id or trace id contains the text, whatever the case, and those the server found for it.
 * @returns 1 by span; null for no text
 */
export function searchSpans(columns: SpanColumns, text: string, found: FoundSpans): Uint8Array | null {
  const needle = text.trim().toLowerCase();
  if (needle === '') return null;
  const { names, traceIds } = columns;
  const isName = names.values.map((name) => name.toLowerCase().includes(needle));
  const isTrace = traceIds.values.map((traceId) => traceId.includes(needle));
  const matches = new Uint8Array(columns.count);
  for (let span = 0; span < columns.count; span++) {
    if (at(isName, intAt(names.index, span)) || at(isTrace, intAt(traceIds.index, span))) matches[span] = 1;
  }
  eachContaining(columns.spanIds, needle, (span) => {
    matches[span] = 1;
  });
  markFound(columns, found, matches);
  return matches;
}

function markFound(columns: SpanColumns, found: FoundSpans, matches: Uint8Array): void {
  if (found.length === 0) return;
  const byTrace = new Map(found.map(({ traceId, spanIds }) => [traceId, new Set(spanIds)]));
  for (let span = 0; span < columns.count; span++) {
    if (byTrace.get(valueAt(columns.traceIds, span))?.has(textAt(columns.spanIds, span))) matches[span] = 1;
  }
}
