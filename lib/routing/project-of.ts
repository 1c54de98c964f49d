import { lastValue } from '../domain/attributes';
import { PROJECT_SPELLINGS } from '../domain/attribution-keys';
import type { Span } from '../domain/span';

/** The project a span names itself: the first spelling that holds text, verbatim; null when none does. */
export function projectOf(span: Span): string | null {
  for (const spelling of PROJECT_SPELLINGS) {
    const value = lastValue(span.attributes, spelling);
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}
