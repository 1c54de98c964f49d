import { startPath } from '@/lib/query/paths';

const HERE = 'http://localhost';

/** A page of this server to go on to, from an address; whatever leads elsewhere is the start page. */
export function localPath(next: string | readonly string[] | undefined): string {
  // As a browser reads it: `//a`, `/\a` and a tab between the slashes lead to the host a.
  if (typeof next !== 'string' || !URL.canParse(next, HERE)) return startPath;
  const { origin, pathname, search } = new URL(next, HERE);
  return origin === HERE && !pathname.startsWith('//') ? `${pathname}${search}` : startPath;
}
