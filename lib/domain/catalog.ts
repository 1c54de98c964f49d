import type { JsonObject } from './json';

/**
 * What a project keeps besides runs: small documents that clients make, look up, change and delete by id. A metric's
 * versions have its id for their name; what is said of the project itself is the one entry of kind `project`.
 */
export const CATALOG_KINDS = ['dataset', 'datapoint', 'metric', 'configuration', 'metric-version', 'project'] as const;
export type CatalogKind = (typeof CATALOG_KINDS)[number];

export interface CatalogEntry {
  readonly kind: CatalogKind;
  /** Unique among the project's entries of that kind. */
  readonly id: string;
  /** Looked up by it; need not be unique. */
  readonly name: string | null;
  /** The members a client sent, in HoneyHive's spelling; id, name, times and a dataset's datapoints are not among them. */
  readonly body: JsonObject;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type NewCatalogEntry = Pick<CatalogEntry, 'kind' | 'id' | 'name' | 'body'>;

/** Members of the body replace those of the same name; what is absent is left alone. */
export interface CatalogPatch {
  readonly name?: string | null;
  readonly body?: JsonObject;
}
