import 'server-only';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const inflate = promisify(gunzip);

/** JSON that is kept gzipped. */
interface PackedJson {
  readonly body: Uint8Array;
  readonly etag: string;
}

const PACKED_TYPE = 'application/gzip';

/**
 * Sends it as it is kept to who asks for `application/gzip`, as JSON to everybody else, and nothing at all to a browser
 * that has it. A media type, because Next takes `Content-Encoding` off what a route handler answers.
 */
export async function packedResponse(request: Request, { body, etag }: PackedJson): Promise<Response> {
  // Kept by the browser, and asked for again every time.
  const headers = { etag, 'cache-control': 'private, no-cache', vary: 'accept' };
  if (hasTag(request, etag)) return new Response(null, { status: 304, headers });
  const isPacked = request.headers.get('accept')?.includes(PACKED_TYPE) ?? false;
  const bytes = isPacked ? body : await inflate(body);
  return new Response(new Uint8Array(bytes), {
    headers: { ...headers, 'content-type': isPacked ? PACKED_TYPE : 'application/json' },
  });
}

function hasTag(request: Request, etag: string): boolean {
  const asked = request.headers.get('if-none-match');
  return asked !== null && (asked === '*' || asked.split(',').some((tag) => tag.trim() === etag));
}
