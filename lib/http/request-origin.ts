import 'server-only';

/**
 * This server as the client reached it, without a slash at the end: through a proxy that says so, else directly.
 * @param fallback for a request that does not say, or says what is no address
 */
export function requestOrigin(headers: Pick<Headers, 'get'>, fallback: string): string {
  const protocol = firstOf(headers.get('x-forwarded-proto')) === 'https' ? 'https' : 'http';
  const host = firstOf(headers.get('x-forwarded-host')) ?? headers.get('host');
  const address = `${protocol}://${host}`;
  return host !== null && URL.canParse(address) ? new URL(address).origin : fallback;
}

/** Of several proxies the one the client spoke to comes first. */
function firstOf(value: string | null): string | null {
  return value?.split(',', 1)[0]?.trim() || null;
}
