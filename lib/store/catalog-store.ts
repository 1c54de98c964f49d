import type { CatalogEntry, CatalogKind, CatalogPatch, NewCatalogEntry } from '../domain/catalog';

export interface CatalogQuery {
  readonly kind: CatalogKind;
  /** At most 10,000. */
  readonly ids?: readonly string[] | undefined;
  readonly name?: string | undefined;
  /** Only datapoints of this dataset, in its order. */
  readonly datasetId?: string | undefined;
  readonly offset: number;
  readonly limit: number;
}

/** The part of a store that keeps datasets, datapoints, metric definitions and configurations. */
export interface CatalogStore {
  /**
   * All or none, in one transaction; `members` are put at the end of a dataset with them.
   * @throws AppError `conflict` when an id is taken, `not-found` when there is no such dataset.
   */
  createEntries(
    projectId: number,
    entries: readonly NewCatalogEntry[],
    now: Date,
    members?: { readonly datasetId: string; readonly datapointIds: readonly string[] },
  ): Promise<void>;
  /** In one transaction; null when there is none. */
  updateEntry(
    projectId: number,
    kind: CatalogKind,
    id: string,
    patch: CatalogPatch,
    now: Date,
  ): Promise<CatalogEntry | null>;
  /** With its memberships: datapoints outlive their dataset. False when there was none. */
  deleteEntry(projectId: number, kind: CatalogKind, id: string): Promise<boolean>;
  /** Oldest first (by creation, then id) unless a dataset says the order. */
  listEntries(projectId: number, query: CatalogQuery): Promise<readonly CatalogEntry[]>;

  /**
   * Replaces the datapoints of a dataset; ids that the project does not know are kept, as upstream.
   * @throws AppError `not-found` when there is no such dataset.
   */
  setMembers(projectId: number, datasetId: string, datapointIds: readonly string[]): Promise<void>;
  /**
   * Puts them at its end; one that is there stays where it is.
   * @throws AppError `not-found` when there is no such dataset.
   */
  addMembers(projectId: number, datasetId: string, datapointIds: readonly string[]): Promise<void>;
  /** False when it was no member. */
  removeMember(projectId: number, datasetId: string, datapointId: string): Promise<boolean>;
  /** Datapoint ids in order, by dataset id; of datasets without any the list is empty. */
  membersOf(projectId: number, datasetIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Dataset ids in order of creation, by datapoint id. */
  datasetsOf(projectId: number, datapointIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
}
