import 'server-only';
import type { CatalogEntry } from '../../domain/catalog';
import type { CatalogQuery } from '../../store/catalog-store';
import type { Store } from '../../store/store';

const PAGE = 500;

/** All entries that match, a page at a time: upstream's lists have no pages, and a project may have very many. */
export async function* entryPages(
  store: Store,
  projectId: number,
  { ids, ...query }: Omit<CatalogQuery, 'offset' | 'limit'>,
): AsyncGenerator<readonly CatalogEntry[]> {
  for (const asked of idPages(ids)) {
    for (let offset = 0; ; offset += PAGE) {
      const page = await store.listEntries(projectId, { ...query, ids: asked, offset, limit: PAGE });
      if (page.length > 0) yield page;
      if (page.length < PAGE) break;
    }
  }
}

/** A statement takes so many ids at most. */
function* idPages(ids: readonly string[] | undefined): Generator<readonly string[] | undefined> {
  if (ids === undefined) {
    yield undefined;
    return;
  }
  const distinct = [...new Set(ids)];
  for (let from = 0; from < distinct.length; from += PAGE) yield distinct.slice(from, from + PAGE);
}
