/** What is asked when a run is to be chosen. */
export interface RunChoice {
  readonly project: string;
  readonly title: string;
  /** Runs of the comparison and their letters. */
  readonly letters: ReadonlyMap<string, string>;
  /** Runs that cannot be chosen. */
  readonly isTaken?: (runId: string) => boolean;
  readonly onPick: (runId: string) => void;
}
