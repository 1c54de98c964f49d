import type { NewKey, StoredKey } from '../domain/api-key';

/** The part of a store that keeps keys. */
export interface KeyStore {
  /** Those of every project, revoked ones too, oldest first. */
  listKeys(): Promise<readonly StoredKey[]>;
  createKey(projectId: number, key: NewKey): Promise<void>;
  /** False when the project has no such key, or it was revoked before. */
  revokeKey(projectId: number, id: string, now: Date): Promise<boolean>;
  /** Remembers the latest use; an earlier one changes nothing. */
  noteKeyUse(id: string, at: Date): Promise<void>;
}
