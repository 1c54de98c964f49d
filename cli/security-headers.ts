import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { SHARED_PAGE_POLICY } from '../lib/http/shared-page-policy';

/** A shared page and its picture; what Next itself answers below is a page like any other. */
const SHARED_PAGE = /^\/s\/[^/?]+(?:\/preview\.png)?(?:\?|$)/;

/** What a page may do beyond showing itself: nothing. `unsafe-inline` for styles only: virtual rows and bars set them. */
function policy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * Sent values are hostile data: even if one ever became markup, no script of it would run. Next reads the nonce for its
 * own scripts from the request's policy header; the layout reads `x-nonce` for the theme script.
 */
export function addSecurityHeaders(request: IncomingMessage, response: ServerResponse): void {
  const nonce = randomBytes(16).toString('base64');
  // Set here, because Next keeps what is set before it answers.
  const contents = SHARED_PAGE.test(request.url ?? '') ? SHARED_PAGE_POLICY : policy(nonce);
  request.headers['x-nonce'] = nonce;
  request.headers['content-security-policy'] = contents;
  response.setHeader('Content-Security-Policy', contents);
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('X-Content-Type-Options', 'nosniff');
}
