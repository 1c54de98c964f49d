import 'server-only';
import { randomBytes } from 'node:crypto';
import type { AccessKeyCreate, NewAccessKey } from '../../contracts/keys';
import type { Project } from '../../domain/records';
import type { KeyStore } from '../../store/key-store';
import { hashKey } from '../key-ring';

/** Names a key as one of this server, for people and for programs that look for secrets in the wrong places. */
const PREFIX = 'bc_';
const SECRET_BYTES = 32;
const ID_BYTES = 9;
/** Enough to tell keys apart; what is left to guess is still 232 bits. */
const HINT_LENGTH = PREFIX.length + 4;

/** Makes a key and keeps it, without its text, which is only told now. */
export async function makeKey(
  store: KeyStore,
  project: Project,
  { name, scopes }: AccessKeyCreate,
  now: Date,
): Promise<NewAccessKey> {
  const token = `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64url')}`;
  const id = randomBytes(ID_BYTES).toString('base64url');
  const hint = token.slice(0, HINT_LENGTH);
  await store.createKey(project.id, { id, name, hint, scopes, createdAt: now, tokenHash: hashKey(token) });
  return { id, name, hint, scopes, createdAt: now.toISOString(), lastUsedAt: null, revokedAt: null, token };
}
