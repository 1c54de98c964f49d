import type { NewKey, StoredKey } from '../domain/api-key';
import { compareText, type MemoryData, type MemoryProject } from './memory-rows';
import { storedText } from './stored-text';

export function listKeys({ keys }: MemoryData): readonly StoredKey[] {
  return [...keys.values()].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || compareText(a.id, b.id));
}

export function createKey({ keys }: MemoryData, { project }: MemoryProject, key: NewKey): void {
  keys.set(key.id, {
    ...key,
    name: storedText(key.name),
    projectId: project.id,
    project: project.name,
    lastUsedAt: null,
    revokedAt: null,
  });
}

export function revokeKey({ keys }: MemoryData, projectId: number, id: string, now: Date): boolean {
  const key = keys.get(id);
  if (key === undefined || key.projectId !== projectId || key.revokedAt !== null) return false;
  keys.set(id, { ...key, revokedAt: now });
  return true;
}

export function noteKeyUse({ keys }: MemoryData, id: string, at: Date): void {
  const key = keys.get(id);
  if (key === undefined || (key.lastUsedAt !== null && key.lastUsedAt >= at)) return;
  keys.set(id, { ...key, lastUsedAt: at });
}
