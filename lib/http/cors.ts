import 'server-only';

/** Origins of the pages that may export from a browser; `*` for all. */
export type CorsOrigins = readonly string[] | '*';

type Headers = Readonly<Record<string, string>>;

/** What exporters send. Cookies are not among it: credentials are never allowed, so the answer may be the same for all. */
const ALLOWED_HEADERS =
  'authorization, baggage, content-encoding, content-type, hh-client-language, hh-client-package, ' +
  'hh-client-timestamp, hh-client-version, traceparent, tracestate, x-project, x-source';

/** Nothing for a page that may not export: its browser keeps the answer from it. */
export function corsHeaders(allowed: CorsOrigins, origin: string | null | undefined): Headers {
  if (allowed === '*') return { 'access-control-allow-origin': '*' };
  const vary = { vary: 'origin' };
  if (!origin || !allowed.includes(origin)) return vary;
  return { ...vary, 'access-control-allow-origin': origin };
}

/** The answer to the question that a browser asks before it lets a page export. */
export function preflightHeaders(allowed: CorsOrigins, origin: string | null | undefined): Headers {
  const headers = corsHeaders(allowed, origin);
  if (headers['access-control-allow-origin'] === undefined) return headers;
  return {
    ...headers,
    'access-control-allow-methods': 'POST, OPTIONS',
    'access-control-allow-headers': ALLOWED_HEADERS,
    'access-control-expose-headers': 'retry-after',
    'access-control-max-age': '86400',
  };
}
