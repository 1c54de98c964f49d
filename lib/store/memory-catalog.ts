import {
  CATALOG_KINDS,
  type CatalogEntry,
  type CatalogKind,
  type CatalogPatch,
  type NewCatalogEntry,
} from '../domain/catalog';
import { distinctIds, idIsTaken, newEntry, noSuchDataset, patchEntry } from './catalog-changes';
import type { CatalogQuery } from './catalog-store';
import { compareText, type MemoryCatalog, type MemoryProject } from './memory-rows';
import { storedText } from './stored-text';

export function emptyCatalog(): MemoryCatalog {
  const entries = Object.fromEntries(CATALOG_KINDS.map((kind) => [kind, new Map()])) as MemoryCatalog['entries'];
  return { entries, members: new Map() };
}

export function createEntries(
  { catalog }: MemoryProject,
  entries: readonly NewCatalogEntry[],
  now: Date,
  members?: { readonly datasetId: string; readonly datapointIds: readonly string[] },
): void {
  const made = entries.map((entry) => newEntry(entry, now));
  const ids = new Set<string>();
  for (const entry of made) {
    const id = `${entry.kind} ${entry.id}`;
    if (ids.has(id) || catalog.entries[entry.kind].has(entry.id)) throw idIsTaken(entry);
    ids.add(id);
  }
  if (members !== undefined && !ids.has(`dataset ${storedText(members.datasetId)}`))
    datasetOf(catalog, members.datasetId);
  for (const entry of made) catalog.entries[entry.kind].set(entry.id, entry);
  if (members !== undefined) addMembers({ catalog }, members.datasetId, members.datapointIds);
}

export function updateEntry(
  { catalog }: MemoryProject,
  kind: CatalogKind,
  id: string,
  patch: CatalogPatch,
  now: Date,
): CatalogEntry | null {
  const before = catalog.entries[kind].get(storedText(id));
  if (before === undefined) return null;
  const after = patchEntry(before, patch, now);
  catalog.entries[kind].set(after.id, after);
  return after;
}

export function deleteEntry({ catalog }: MemoryProject, kind: CatalogKind, id: string): boolean {
  const kept = storedText(id);
  if (kind === 'dataset') catalog.members.delete(kept);
  if (kind === 'datapoint') {
    for (const [datasetId, members] of catalog.members) {
      const others = members.filter((member) => member !== kept);
      catalog.members.set(datasetId, others);
    }
  }
  return catalog.entries[kind].delete(kept);
}

export function listEntries({ catalog }: MemoryProject, query: CatalogQuery): readonly CatalogEntry[] {
  const { kind, ids, name, datasetId, offset, limit } = query;
  const asked = ids === undefined ? undefined : new Set(ids.map(storedText));
  const ordered = datasetId === undefined ? oldestFirst(catalog, kind) : inOrderOf(catalog, kind, datasetId);
  return ordered
    .filter((entry) => asked === undefined || asked.has(entry.id))
    .filter((entry) => name === undefined || entry.name === storedText(name))
    .slice(offset, offset + limit);
}

function oldestFirst({ entries }: MemoryCatalog, kind: CatalogKind): readonly CatalogEntry[] {
  return [...entries[kind].values()].sort(
    (a, b) => a.createdAt.getTime() - b.createdAt.getTime() || compareText(a.id, b.id),
  );
}

function inOrderOf({ entries, members }: MemoryCatalog, kind: CatalogKind, datasetId: string): readonly CatalogEntry[] {
  if (kind !== 'datapoint') return [];
  return (members.get(storedText(datasetId)) ?? []).flatMap((id) => entries.datapoint.get(id) ?? []);
}

export function setMembers({ catalog }: MemoryProject, datasetId: string, datapointIds: readonly string[]): void {
  catalog.members.set(datasetOf(catalog, datasetId), distinctIds(datapointIds));
}

export function addMembers(
  { catalog }: Pick<MemoryProject, 'catalog'>,
  datasetId: string,
  datapointIds: readonly string[],
): void {
  const id = datasetOf(catalog, datasetId);
  catalog.members.set(id, distinctIds([...(catalog.members.get(id) ?? []), ...datapointIds]));
}

/** @returns its id as it is kept. */
function datasetOf({ entries }: MemoryCatalog, datasetId: string): string {
  const id = storedText(datasetId);
  if (!entries.dataset.has(id)) throw noSuchDataset(id);
  return id;
}

export function removeMember({ catalog }: MemoryProject, datasetId: string, datapointId: string): boolean {
  const before = catalog.members.get(storedText(datasetId)) ?? [];
  const after = before.filter((id) => id !== storedText(datapointId));
  if (after.length === before.length) return false;
  catalog.members.set(storedText(datasetId), after);
  return true;
}

export function membersOf(
  { catalog }: MemoryProject,
  datasetIds: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  return new Map(datasetIds.map((id) => [id, catalog.members.get(storedText(id)) ?? []]));
}

export function datasetsOf(
  { catalog }: MemoryProject,
  datapointIds: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const datasets = oldestFirst(catalog, 'dataset').map(({ id }) => ({ id, members: new Set(catalog.members.get(id)) }));
  return new Map(
    datapointIds.map((id) => [id, datasets.filter(({ members }) => members.has(storedText(id))).map((set) => set.id)]),
  );
}
