import 'server-only';
import { bearerOf } from './bearer-of';

/** A browser sends no bearer header by itself: it keeps the key it was signed in with in this cookie. */
const NAME = 'baggage-claim-key';
const DAY_S = 86_400;
const LIFETIME_S = 30 * DAY_S;

/** No script can read it, and no request that another site begins has it, except following a link. */
const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Lax';

/** `Set-Cookie` of a browser that is signed in from now on. @param origin this server as the browser reached it */
export function signInCookie(token: string, origin: string): string {
  return `${NAME}=${token}; Max-Age=${LIFETIME_S}; ${attributesAt(origin)}`;
}

/** `Set-Cookie` of a browser that is signed out. */
export function signOutCookie(origin: string): string {
  return `${NAME}=; Max-Age=0; ${attributesAt(origin)}`;
}

function attributesAt(origin: string): string {
  return origin.startsWith('https:') ? `${ATTRIBUTES}; Secure` : ATTRIBUTES;
}

/** The value of a header by its lower-case name. */
export type HeaderOf = (name: string) => string | null | undefined;

/** The key that a request brings: as a bearer, else in the cookie of a browser; null when it brings none. */
export function tokenOf(header: HeaderOf): string | null {
  return bearerOf(header('authorization')) ?? cookieValue(header('cookie') ?? '');
}

function cookieValue(cookies: string): string | null {
  for (const cookie of cookies.split(';')) {
    const [name = '', value = ''] = cookie.split('=');
    if (name.trim() === NAME) return value.trim() || null;
  }
  return null;
}
