import type { RunSummary } from '@/lib/contracts/runs';
import { baselineScopeOf } from '@/lib/domain/baseline';

export interface SuggestedComparison {
  readonly base: RunSummary;
  readonly run: RunSummary;
}

/**
 * What somebody most likely wants to compare: the newest run with the one before it over the same dataset (of the same
 * name, where there is no dataset); null when no two runs belong together.
 * @param runs newest first
 */
export function suggestComparison(runs: readonly RunSummary[]): SuggestedComparison | null {
  const scopes = runs.map((run) => JSON.stringify(baselineScopeOf(run)));
  for (const [index, run] of runs.entries()) {
    const base = baselineScopeOf(run) === null ? undefined : runs[scopes.indexOf(scopes[index] ?? '', index + 1)];
    if (base !== undefined) return { base, run };
  }
  return null;
}
