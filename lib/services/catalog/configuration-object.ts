import 'server-only';
import type { CatalogEntry } from '../../domain/catalog';
import { legacyObject } from '../../domain/catalog-answers';
import type { JsonObject } from '../../domain/json';
import type { Project } from '../../domain/records';

/** A configuration as it is answered (`ConfigurationItem`). */
export function configurationObject(
  { id, name, body, createdAt, updatedAt }: CatalogEntry,
  project: Project,
  isUnversioned: boolean,
): JsonObject {
  const configuration = {
    type: 'LLM',
    env: [],
    tags: [],
    user_properties: null,
    ...body,
    id,
    name,
    project: project.name,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  };
  return isUnversioned ? legacyObject(configuration) : configuration;
}
