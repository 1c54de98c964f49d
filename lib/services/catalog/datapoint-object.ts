import 'server-only';
import type { CatalogEntry } from '../../domain/catalog';
import { legacyObject } from '../../domain/catalog-answers';
import { EMPTY_DATAPOINT } from '../../domain/catalog-datapoint';
import type { JsonObject } from '../../domain/json';
import type { Project } from '../../domain/records';
import type { Store } from '../../store/store';

/** Datapoints as they are answered (`Datapoint`, honeyhive-system.md 7), in the order given. */
export async function datapointObjects(
  store: Store,
  project: Project,
  entries: readonly CatalogEntry[],
  isUnversioned: boolean,
): Promise<readonly JsonObject[]> {
  const datasets = await store.datasetsOf(
    project.id,
    entries.map(({ id }) => id),
  );
  return entries.map(({ id, body, createdAt, updatedAt }) => {
    const datapoint = {
      ...EMPTY_DATAPOINT,
      ...body,
      id,
      project_id: project.name,
      linked_datasets: datasets.get(id) ?? [],
      created_at: createdAt.toISOString(),
      updated_at: updatedAt.toISOString(),
    };
    return isUnversioned ? legacyObject(datapoint) : datapoint;
  });
}
