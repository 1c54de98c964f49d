import 'server-only';
import type { JsonObject } from '../../domain/json';
import type { Project } from '../../domain/records';
import type { AppContext } from '../context';
import type { DataPlaneService } from '../data-plane/call';
import { printList } from '../data-plane/print-list';
import { datasetObject } from './dataset-object';
import { entryPages } from './entry-pages';
import { lookForEntry, projectToList } from './find-entry';

type ListDatasets = DataPlaneService<'listDatasets'>;

/** `GET /v1/datasets`, and `GET /datasets` with its older envelope. */
export const listDatasets: ListDatasets = async (ctx, call) => {
  const { dataset_id, project: named } = call.query;
  const project =
    dataset_id === undefined
      ? await projectToList(ctx, call, named)
      : ((await lookForEntry(ctx, call, 'dataset', dataset_id, named))?.project ?? null);
  const body = await printList(call.isUnversioned ? 'testcases' : 'datasets', datasetObjects(ctx, project, call));
  return { project, body, subject: null };
};

async function* datasetObjects(
  { store }: AppContext,
  project: Project | null,
  { query, isUnversioned }: Parameters<ListDatasets>[1],
): AsyncGenerator<JsonObject> {
  if (project === null) return;
  const { dataset_id, name, type } = query;
  const ids = dataset_id === undefined ? undefined : [dataset_id];
  for await (const page of entryPages(store, project.id, { kind: 'dataset', ids, name })) {
    const wanted = page.filter(({ body }) => type === undefined || body.type === type);
    const members = await store.membersOf(
      project.id,
      wanted.map(({ id }) => id),
    );
    yield* wanted.map((entry) => datasetObject(entry, project, members.get(entry.id) ?? [], isUnversioned));
  }
}
