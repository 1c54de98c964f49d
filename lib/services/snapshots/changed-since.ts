import 'server-only';
import type { ChangedSince, SnapshotContents } from '../../contracts/snapshots';
import { isAppError } from '../../domain/errors';
import type { Snapshot } from '../../domain/snapshot';
import { compareRuns } from '../compare-runs';
import type { AppContext } from '../context';
import { describeChange } from './describe-change';
import { inputsHash } from './inputs-hash';
import { onlyShownKeys } from './only-shown-keys';

/**
 * Whether the live data still says what was frozen, and if not, what it says now.
 * @param snapshot names the runs: in the contents their ids may have been redacted
 */
export async function changedSince(
  ctx: AppContext,
  projectName: string,
  { baseRunId: base, runId: run }: Pick<Snapshot, 'baseRunId' | 'runId'>,
  frozen: SnapshotContents,
): Promise<ChangedSince> {
  try {
    const now = await compareRuns(ctx, projectName, { base, run });
    if (inputsHash(now) === frozen.inputsHash) return { state: 'same', text: 'The live data is still as it was.' };
    return { state: 'changed', text: describeChange(frozen.comparison, onlyShownKeys(now)) };
  } catch (error) {
    if (!isAppError(error) || error.code !== 'not-found') throw error;
    return { state: 'gone', text: 'One of the runs was deleted since then: there is no live data to compare with.' };
  }
}
