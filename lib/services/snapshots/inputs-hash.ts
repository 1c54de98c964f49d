import 'server-only';
import { createHash } from 'node:crypto';
import type { ComparisonDto } from '../../contracts/compare';

/** SHA-256, hex: equal as long as both runs have the same data, judged by the same contract. */
export function inputsHash({ base, run }: Pick<ComparisonDto, 'base' | 'run'>): string {
  const inputs = [base, run].map(({ runId, version, contracts }) => [runId, version, contracts]);
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex');
}
