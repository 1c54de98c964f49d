/** A frozen comparison as the store keeps it. Of the link's token only the hash is kept. */
export interface Snapshot {
  /** Unguessable, too; names the snapshot for those who manage it. */
  readonly id: string;
  readonly projectId: number;
  readonly title: string;
  readonly baseRunId: string;
  readonly runId: string;
  readonly createdAt: Date;
  /** null: never. */
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** Set when data it showed was erased: its contents went with them. */
  readonly erasedAt: Date | null;
  /** How often its page was opened. */
  readonly views: number;
  readonly lastViewedAt: Date | null;
  /** Bytes of the contents; 0 when they are gone. */
  readonly size: number;
}

export interface NewSnapshot {
  readonly id: string;
  /** SHA-256 of the token. */
  readonly tokenHash: Uint8Array;
  readonly title: string;
  readonly baseRunId: string;
  readonly runId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  /** JSON text, whole and already redacted. */
  readonly contents: string;
  /** Every session the contents show anything of: erasing one of them erases the snapshot. */
  readonly sessionIds: readonly string[];
}

export interface SnapshotPatch {
  readonly title?: string;
  readonly expiresAt?: Date | null;
  readonly revokedAt?: Date;
  /** A new link; the old one is unknown from now on. */
  readonly tokenHash?: Uint8Array;
}

export type SnapshotState = 'live' | 'expired' | 'revoked' | 'erased';

/** Whether the link works at that moment. */
export function snapshotState(
  { expiresAt, revokedAt, erasedAt }: Pick<Snapshot, 'expiresAt' | 'revokedAt' | 'erasedAt'>,
  now: Date,
): SnapshotState {
  if (erasedAt !== null) return 'erased';
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt.getTime() <= now.getTime() ? 'expired' : 'live';
}
