import 'server-only';
import type { CatalogEntry } from '../../domain/catalog';
import { legacyObject } from '../../domain/catalog-answers';
import { legacyMetric, metricContent } from '../../domain/catalog-metric';
import type { JsonObject } from '../../domain/json';
import type { Project } from '../../domain/records';

/** A metric as it is answered: `MetricItem`, or npm's older `Metric`. */
export function metricObject(entry: CatalogEntry, project: Project, isUnversioned: boolean): JsonObject {
  const { id, body, createdAt, updatedAt } = entry;
  const times = { created_at: createdAt.toISOString(), updated_at: updatedAt.toISOString() };
  const content = contentOf(entry);
  if (!isUnversioned) return { id, ...content, ...times };
  return legacyObject(legacyMetric({ id, ...body, ...content, ...times }, project.name));
}

export function contentOf({ name, body }: Pick<CatalogEntry, 'name' | 'body'>): JsonObject {
  return metricContent(name ?? '', body);
}
