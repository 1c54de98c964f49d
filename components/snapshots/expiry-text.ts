/** `2026-11-28 12:00 UTC`: the same for everybody, whatever clock they read it by. */
export function expiryText(expiresAt: string | null): string {
  return expiresAt === null ? 'never' : `${expiresAt.slice(0, 16).replace('T', ' ')} UTC`;
}
