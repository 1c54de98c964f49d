import 'server-only';
import type { CatalogEntry } from '../../domain/catalog';
import type { JsonObject, JsonValue } from '../../domain/json';
import type { Project } from '../../domain/records';
import type { AppContext } from '../context';
import type { DataPlaneService } from '../data-plane/call';
import { printList } from '../data-plane/print-list';
import { configurationObject } from './configuration-object';
import { entryPages } from './entry-pages';
import { projectToList } from './find-entry';

type ListConfigurations = DataPlaneService<'listConfigurations'>;
type Call = Parameters<ListConfigurations>[1];

/** `GET /v1/configurations`, and `GET /configurations` as a bare list. */
export const listConfigurations: ListConfigurations = async (ctx, call) => {
  const project = await projectToList(ctx, call, call.query.project);
  const body = await printList(call.isUnversioned ? null : 'configurations', configurationObjects(ctx, project, call));
  return { project, body, subject: null };
};

async function* configurationObjects(
  { store }: AppContext,
  project: Project | null,
  { query, isUnversioned }: Call,
): AsyncGenerator<JsonObject> {
  if (project === null) return;
  for await (const page of entryPages(store, project.id, { kind: 'configuration', name: query.name })) {
    const wanted = page.filter((entry) => isWanted(entry, query));
    yield* wanted.map((entry) => configurationObject(entry, project, isUnversioned));
  }
}

function isWanted({ body }: CatalogEntry, { env, tags }: Call['query']): boolean {
  const asked = tags?.split(',').map((tag) => tag.trim()) ?? [];
  return (env === undefined || has(body.env, env)) && asked.every((tag) => has(body.tags, tag));
}

function has(list: JsonValue | undefined, item: string): boolean {
  return Array.isArray(list) && list.includes(item);
}
