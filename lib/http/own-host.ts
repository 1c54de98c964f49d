import 'server-only';
import { isIP } from 'node:net';

/**
 * Names that nobody outside can make lead here: a page of another site could otherwise let its own name lead to this
 * machine (DNS rebinding) and read everything of a server that asks nobody for a key.
 */
const PRIVATE_NAME = /^(?:[^.]+|.+\.(?:localhost|internal))\.?$/;

/**
 * Whether a server without keys answers to that name: addresses, names without a dot, `*.localhost`, `*.internal` (as
 * containers call their host), and what is allowed.
 * @param host the `Host` header; a request without one comes from no browser
 * @param allowed names without a port; `*` for all
 */
export function isOwnHost(host: string | null | undefined, allowed: readonly string[] | '*'): boolean {
  if (!host || allowed === '*') return true;
  if (!URL.canParse(`http://${host}`)) return false;
  const { hostname } = new URL(`http://${host}`);
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return true;
  return PRIVATE_NAME.test(hostname) || allowed.includes(hostname);
}
