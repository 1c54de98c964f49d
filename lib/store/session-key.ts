import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { DeliverySubject } from './delivery-store';
import { storedText } from './stored-text';

/**
 * The key of a session in every table: the first 16 bytes of a SHA-256, so that it is known before the database is asked
 * and rows spread evenly over a cluster.
 * @param sessionId as stored (stored-text.ts).
 */
export function sessionKeyOf(projectId: number, sessionId: string): Buffer {
  return hashOf(`${projectId}\0${sessionId}`);
}

/** What a REST write was about. */
export function subjectKeyOf(projectId: number, { kind, id }: DeliverySubject): Buffer {
  const kept = storedText(id);
  return kind === 'session' ? sessionKeyOf(projectId, kept) : hashOf(`${projectId}\0run\0${kept}`);
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest().subarray(0, 16);
}

/** A key as text, for maps. */
export function keyText(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1');
}
