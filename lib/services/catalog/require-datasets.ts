import 'server-only';
import type { Project } from '../../domain/records';
import type { Store } from '../../store/store';
import { entryPages } from './entry-pages';
import { noSuchEntry } from './find-entry';

/** @throws AppError `not-found` naming the first dataset that the project does not have. */
export async function requireDatasets(store: Store, project: Project, ids: readonly string[]): Promise<void> {
  const known = new Set<string>();
  for await (const page of entryPages(store, project.id, { kind: 'dataset', ids })) {
    for (const { id } of page) known.add(id);
  }
  const unknown = ids.find((id) => !known.has(id));
  if (unknown !== undefined) throw noSuchEntry('dataset', unknown);
}
