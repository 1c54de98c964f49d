import 'server-only';
import type { CatalogEntry } from '../../domain/catalog';
import type { JsonObject } from '../../domain/json';
import type { Project } from '../../domain/records';
import type { Store } from '../../store/store';
import type { DataPlaneService } from '../data-plane/call';
import { printList } from '../data-plane/print-list';
import { datapointObjects } from './datapoint-object';
import { entryPages } from './entry-pages';
import { lookForEntry, projectToList } from './find-entry';

type ListDatapoints = DataPlaneService<'listDatapoints'>;
type Query = Parameters<ListDatapoints>[1]['query'];

/** `GET /v1/datapoints`. Without a project the first id that is known names it. */
export const listDatapoints: ListDatapoints = async (ctx, call) => {
  const { query, isUnversioned } = call;
  const [firstId] = query.datapoint_ids ?? [];
  const ofFirst = firstId === undefined ? null : await lookForEntry(ctx, call, 'datapoint', firstId, query.project);
  const project = ofFirst?.project ?? (await projectToList(ctx, call, query.project));
  const body = await printList('datapoints', shownDatapoints(ctx.store, project, query, isUnversioned));
  return { project, body, subject: null };
};

async function* shownDatapoints(
  store: Store,
  project: Project | null,
  query: Query,
  isUnversioned: boolean,
): AsyncGenerator<JsonObject> {
  if (project === null) return;
  for await (const page of asked(store, project, query)) {
    yield* await datapointObjects(store, project, page, isUnversioned);
  }
}

async function* asked(
  store: Store,
  { id: projectId }: Project,
  { datapoint_ids: ids, dataset_name: name }: Query,
): AsyncGenerator<readonly CatalogEntry[]> {
  if (name === undefined) {
    yield* entryPages(store, projectId, { kind: 'datapoint', ids });
    return;
  }
  // Names need not be unique: what is in several datasets of that name comes once.
  const members = new Set<string>();
  for await (const datasets of entryPages(store, projectId, { kind: 'dataset', name })) {
    const datasetIds = datasets.map(({ id }) => id);
    for (const datapointIds of (await store.membersOf(projectId, datasetIds)).values()) {
      for (const id of datapointIds) members.add(id);
    }
  }
  const asked = ids === undefined ? members : new Set(ids);
  const wanted = [...members].filter((id) => asked.has(id));
  // By ids, because every later page of a dataset is slower; in the datasets' order, which pages by id do not keep.
  const places = new Map(wanted.map((id, place) => [id, place]));
  for await (const page of entryPages(store, projectId, { kind: 'datapoint', ids: wanted })) {
    yield page.toSorted((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0));
  }
}
