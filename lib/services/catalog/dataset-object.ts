import 'server-only';
import type { CatalogEntry } from '../../domain/catalog';
import { legacyObject } from '../../domain/catalog-answers';
import type { JsonObject } from '../../domain/json';
import type { Project } from '../../domain/records';

/** A dataset as it is answered (`Dataset`, honeyhive-system.md 7). */
export function datasetObject(
  { id, name, body, createdAt, updatedAt }: CatalogEntry,
  project: Project,
  datapoints: readonly string[],
  isUnversioned: boolean,
): JsonObject {
  const dataset = {
    description: null,
    ...body,
    id,
    name,
    datapoints,
    num_points: datapoints.length,
    project: project.name,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  };
  return isUnversioned ? legacyObject(dataset) : dataset;
}
