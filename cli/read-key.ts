import { ConfigError } from '../lib/env';

/** What can be in a header. */
const USABLE = /^[\x21-\x7e]+$/;

/**
 * The key that a command brings along: from its flag, else from the variable that the clients read too.
 * @returns null when there is none
 * @throws ConfigError, without the text of the key
 */
export function readKey(
  flag: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string | null {
  const key = flag ?? environment.HH_API_KEY ?? '';
  if (key === '' && flag === undefined) return null;
  if (USABLE.test(key)) return key;
  throw new ConfigError(
    `${flag === undefined ? 'HH_API_KEY' : '--key'} is no key: it is empty, or has spaces or line breaks.`,
  );
}
