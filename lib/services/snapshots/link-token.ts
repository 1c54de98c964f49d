import 'server-only';
import { createHash, randomBytes } from 'node:crypto';

const TOKEN_BYTES = 32;

/** What a link ends with: 256 random bits, base64url. */
export function newLinkToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** All that is kept of a token. It is random itself, so that the plain SHA-256 needs no salt. */
export function hashLinkToken(token: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(token).digest());
}
