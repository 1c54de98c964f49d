import type { BaselineScope, PinnedBaseline } from '../domain/baseline';
import { AppError } from '../domain/errors';
import { storedText } from './stored-text';

/** A baseline with its texts as runs have them. */
export function cleanBaseline({ scope, runId, pinnedAt }: PinnedBaseline): PinnedBaseline {
  return { scope: cleanScope(scope), runId: storedText(runId), pinnedAt };
}

export function cleanScope({ kind, value }: BaselineScope): BaselineScope {
  return { kind, value: storedText(value) };
}

/** The run was deleted since it was looked at. */
export function runIsGone(): AppError {
  return new AppError('not-found', 'The run was deleted meanwhile.');
}
