import type { CatalogEntry, CatalogKind, CatalogPatch, NewCatalogEntry } from '../domain/catalog';
import { AppError } from '../domain/errors';
import { mergeObjects } from '../domain/merge';
import { storedText, storedTextOrNull } from './stored-text';

/** What the engines share about the catalog. */

/** An entry as it is made: with its texts as they are kept. */
export function newEntry({ kind, id, name, body }: NewCatalogEntry, now: Date): CatalogEntry {
  return { kind, id: storedText(id), name: storedTextOrNull(name), body, createdAt: now, updatedAt: now };
}

export function patchEntry(before: CatalogEntry, { name, body }: CatalogPatch, now: Date): CatalogEntry {
  return {
    ...before,
    ...(name === undefined ? {} : { name: storedTextOrNull(name) }),
    body: mergeObjects(before.body, body),
    updatedAt: now,
  };
}

/** Ids as they are kept, each where it comes first. */
export function distinctIds(ids: readonly string[]): readonly string[] {
  return [...new Set(ids.map(storedText))];
}

export function idIsTaken({ kind, id }: { readonly kind: CatalogKind; readonly id: string }): AppError {
  return new AppError('conflict', `There is a ${kind} with the id ${JSON.stringify(id)} already.`);
}

export function noSuchDataset(id: string): AppError {
  return new AppError('not-found', `There is no dataset with the id ${JSON.stringify(id)}.`);
}
