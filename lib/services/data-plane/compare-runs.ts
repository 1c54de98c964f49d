import 'server-only';
import { compareResults } from '../../domain/compared-results';
import type { JsonObject } from '../../domain/json';
import type { RunRecord } from '../../domain/records';
import type { DataPlaneService } from './call';
import { findRunPair } from './find-run-pair';
import { onAuditThread } from './on-audit-thread';
import { readRunResult } from './read-run-result';
import { runObject } from './run-object';

/** `GET /v1/runs/{new_run_id}/compare/{old_run_id}` and `/compare-with/`. @throws AppError `not-found`. */
export const compareRuns: DataPlaneService<'compareRuns'> = onAuditThread('compareRuns', async (ctx, call) => {
  const { new_run_id, old_run_id } = call.path;
  const { aggregate_function, filters } = call.query;
  const { project, newRun, oldRun } = await findRunPair(ctx, call, new_run_id, old_run_id);
  const read = (run: RunRecord) => readRunResult(ctx, project, run, aggregate_function, filters);
  const [ofNew, ofOld] = [await read(newRun), await read(oldRun)];
  const tell = (run: RunRecord, metrics: JsonObject) =>
    runObject(ctx, run, { project, isUnversioned: call.isUnversioned, metrics });
  const body = {
    ...(compareResults(ofNew, ofOld, aggregate_function) as unknown as JsonObject),
    old_run: await tell(oldRun, ofOld.aggregatesByName()),
    new_run: await tell(newRun, ofNew.aggregatesByName()),
  };
  return { project, body, subject: { kind: 'run', id: newRun.runId } };
});
