/** What a baseline holds for: runs of one dataset, or, for runs without one, runs of one name. */
export interface BaselineScope {
  readonly kind: 'dataset' | 'name';
  readonly value: string;
}

/** Chosen by hand. Without one the latest passing run of the scope is the baseline. */
export interface PinnedBaseline {
  readonly scope: BaselineScope;
  readonly runId: string;
  readonly pinnedAt: Date;
}

/** null for a run without dataset and name: nothing says which runs it belongs with. */
export function baselineScopeOf(run: { datasetId: string | null; name: string | null }): BaselineScope | null {
  if (run.datasetId !== null) return { kind: 'dataset', value: run.datasetId };
  return run.name === null ? null : { kind: 'name', value: run.name };
}
