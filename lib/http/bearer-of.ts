import 'server-only';

/** The text after `Bearer` in `Authorization`; null when there is none. */
export function bearerOf(authorization: string | null | undefined): string | null {
  return /^\s*bearer\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1] ?? null;
}
