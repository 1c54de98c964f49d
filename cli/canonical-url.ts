import { decodableUrl } from './decodable-url';

/**
 * A request's target as path and query, with `.` and `..` resolved, so that whoever looks at it sees the same address:
 * `/s/../p/demo` is `/p/demo`.
 * @param target as in the request line: a path, or a whole URL as proxies send it
 */
export function canonicalUrl(target: string): string {
  // Written behind an origin, because `//p/demo` by itself would name the host p.
  const address = target.startsWith('/') ? `http://localhost${target}` : target;
  if (!URL.canParse(address)) return '/';
  const { pathname, search } = new URL(address);
  return decodableUrl(`${pathname}${search}`);
}
