import type { ComparisonDto } from '@/lib/contracts/compare';

/** One candidate of the page and how it compares with the baseline. */
export interface Candidate {
  /** `B` for the first. */
  readonly letter: string;
  readonly runId: string;
  /** Absent while it is on its way, and when it failed. */
  readonly comparison: ComparisonDto | undefined;
  /** Why it failed; with a comparison: why it could not be refreshed. */
  readonly error: Error | null;
  /** When the comparison was loaded, Unix milliseconds. */
  readonly updatedAt: number;
  readonly retry: () => void;
}
