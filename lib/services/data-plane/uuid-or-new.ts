import 'server-only';
import { randomUUID } from 'node:crypto';
import type { JsonValue } from '../../domain/json';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isUuid(id: JsonValue | undefined): id is string {
  return typeof id === 'string' && UUID.test(id);
}

/** The id a client chose when it is a UUID, else a new one: upstream replaces what it can not use. */
export function uuidOrNew(id: JsonValue | undefined): string {
  return isUuid(id) ? id : randomUUID();
}
