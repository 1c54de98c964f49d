import 'server-only';
import { headers } from 'next/headers';
import { tokenOf } from '@/lib/http/sign-in-cookie';
import { getAppContext } from '@/lib/services/context';

export interface Visitor {
  /** The key that the request of a page brings; null when it brings none. */
  readonly token: string | null;
  /** There is something to sign out of. */
  readonly isSignedIn: boolean;
}

/** Who asks for a page. */
export async function visitor(): Promise<Visitor> {
  const sent = await headers();
  const token = tokenOf((name) => sent.get(name));
  return { token, isSignedIn: token !== null && !(await getAppContext().keys.isEmpty()) };
}
