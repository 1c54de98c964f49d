import { lastValue } from '../domain/attributes';
import { SESSION_SPELLINGS } from '../domain/attribution-keys';
import type { Span } from '../domain/span';

/**
 * The session a span belongs to: the first spelling that holds text, verbatim; else the session named by its trace id.
 * `named` tells whether the span named it itself.
 */
export function sessionIdOf(span: Span): { readonly sessionId: string; readonly named: boolean } {
  for (const spelling of SESSION_SPELLINGS) {
    const value = lastValue(span.attributes, spelling);
    if (typeof value === 'string' && value !== '') return { sessionId: value, named: true };
  }
  return { sessionId: span.traceId, named: false };
}
