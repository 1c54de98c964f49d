import 'server-only';
import { createHash } from 'node:crypto';
import type { CatalogEntry, NewCatalogEntry } from '../../domain/catalog';
import { isAppError } from '../../domain/errors';
import type { JsonObject } from '../../domain/json';
import { stringifyJson } from '../../domain/json-text';
import type { Project } from '../../domain/records';
import type { Store } from '../../store/store';
import { entryPages } from './entry-pages';
import { contentOf } from './metric-object';

/** Hex digits of the hash that name a version. */
const NAME_LENGTH = 12;

/**
 * A version is a definition under the hash of itself. So the deployed one needs no mark that two writers could set at
 * once: it is that which equals the metric's definition.
 */
export function newVersion(metricId: string, content: JsonObject, message: string): NewCatalogEntry {
  const id = `${metricId}/${hashOf(content)}`;
  return { kind: 'metric-version', id, name: metricId, body: { message, content } };
}

/** Keeps the definition that a metric has now, unless it had the same before. */
export async function keepVersion(
  store: Store,
  project: Project,
  metric: CatalogEntry,
  message: string,
  now: Date,
): Promise<void> {
  try {
    await store.createEntries(project.id, [newVersion(metric.id, contentOf(metric), message)], now);
  } catch (error) {
    if (!isAppError(error) || error.code !== 'conflict') throw error;
  }
}

/** Oldest first. */
export async function versionsOf(store: Store, project: Project, metricId: string): Promise<readonly CatalogEntry[]> {
  const versions: CatalogEntry[] = [];
  const query = { kind: 'metric-version', name: metricId } as const;
  for await (const page of entryPages(store, project.id, query)) versions.push(...page);
  return versions;
}

/** `MetricVersion`. */
export function versionObject(
  version: Pick<CatalogEntry, 'id' | 'body' | 'createdAt'>,
  metric: CatalogEntry,
): JsonObject {
  const hash = hashOfVersion(version);
  const { message = '', content = {} } = version.body;
  return {
    name: hash.slice(0, NAME_LENGTH),
    full_sha: hash,
    message,
    date: version.createdAt.toISOString(),
    deployed: hash === hashOf(contentOf(metric)),
    content,
  };
}

/** Whether a client means this version: by its short name or its whole hash. */
export function isCalled(version: Pick<CatalogEntry, 'id'>, name: string): boolean {
  const hash = hashOfVersion(version);
  return name === hash || name === hash.slice(0, NAME_LENGTH);
}

function hashOfVersion({ id }: Pick<CatalogEntry, 'id'>): string {
  return id.slice(id.indexOf('/') + 1);
}

function hashOf(content: JsonObject): string {
  return createHash('sha256').update(stringifyJson(content)).digest('hex');
}
