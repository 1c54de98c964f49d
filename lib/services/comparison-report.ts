import 'server-only';
import type { ComparedRun, ComparisonDto } from '../contracts/compare';
import type { Comparison } from '../domain/comparison';

/** A comparison with what was compared. */
export interface ComparisonReport {
  readonly base: ComparedRun;
  readonly run: ComparedRun;
  readonly comparison: Comparison;
  readonly warnings: ComparisonDto['warnings'];
  readonly checkedAt: Date;
}
