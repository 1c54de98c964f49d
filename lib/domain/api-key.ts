/**
 * What a key may do. `ingest` writes: spans, sessions, events, runs, datasets. `read` looks, exports, compares and shares.
 * `admin` does both, deletes, and changes settings and keys.
 */
export const KEY_SCOPES = ['ingest', 'read', 'admin'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

/** A bearer key of one project. Its text is told once, when it is made; only the hash is kept. */
export interface ApiKey {
  /** Random text, for naming it in lists and commands; no secret. */
  readonly id: string;
  readonly projectId: number;
  /** Name of the project. */
  readonly project: string;
  /** What people call it. */
  readonly name: string;
  /** The first characters of its text, for telling keys apart. */
  readonly hint: string;
  readonly scopes: readonly KeyScope[];
  readonly createdAt: Date;
  /** To the minute. */
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** A key as it is kept. */
export interface StoredKey extends ApiKey {
  /** SHA-256 of its text. */
  readonly tokenHash: Uint8Array;
}

export type NewKey = Pick<StoredKey, 'id' | 'name' | 'hint' | 'scopes' | 'createdAt' | 'tokenHash'>;

export function mayDo(key: Pick<ApiKey, 'scopes'>, scope: KeyScope): boolean {
  return key.scopes.includes(scope) || key.scopes.includes('admin');
}
