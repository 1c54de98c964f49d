import 'server-only';
import type { JsonObject } from '../../domain/json';
import type { Project } from '../../domain/records';
import type { AppContext } from '../context';
import type { DataPlaneService } from '../data-plane/call';
import { printList } from '../data-plane/print-list';
import { entryPages } from './entry-pages';
import { lookForEntry, projectToList } from './find-entry';
import { metricObject } from './metric-object';

type ListMetrics = DataPlaneService<'listMetrics'>;

/** `GET /v1/metrics`, and `GET /metrics` as a bare list. */
export const listMetrics: ListMetrics = async (ctx, call) => {
  const { id } = call.query;
  const named = call.query.project ?? call.query.project_name;
  const project =
    id === undefined
      ? await projectToList(ctx, call, named)
      : ((await lookForEntry(ctx, call, 'metric', id, named))?.project ?? null);
  const body = await printList(call.isUnversioned ? null : 'metrics', metricObjects(ctx, project, call));
  return { project, body, subject: null };
};

async function* metricObjects(
  { store }: AppContext,
  project: Project | null,
  { query: { id, type }, isUnversioned }: Parameters<ListMetrics>[1],
): AsyncGenerator<JsonObject> {
  if (project === null) return;
  const ids = id === undefined ? undefined : [id];
  for await (const page of entryPages(store, project.id, { kind: 'metric', ids })) {
    const wanted = page.filter(({ body }) => type === undefined || body.type === type);
    yield* wanted.map((entry) => metricObject(entry, project, isUnversioned));
  }
}
