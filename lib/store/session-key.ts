import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';

/**
 * The key of a session in every table: the first 16 bytes of a SHA-256, so that it is known before the database is asked
 * and rows spread evenly over a cluster.
 * @param sessionId as stored (stored-text.ts).
 */
export function sessionKeyOf(projectId: number, sessionId: string): Buffer {
  return createHash('sha256').update(`${projectId}\0${sessionId}`).digest().subarray(0, 16);
}

/** A key as text, for maps. */
export function keyText(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1');
}
