import 'server-only';
import { datesOfQuery } from '../../contracts/data-plane/run-query';
import type { TraceEvent } from '../../domain/event';
import { type JsonObject, jsonObject } from '../../domain/json';
import { isMeasurement } from '../../domain/metric-rules';
import { datapointOf } from '../../domain/run-result';
import type { DataPlaneService } from './call';
import { findRun } from './find-run';
import { onAuditThread } from './on-audit-thread';
import { eventsOfRun } from './run-events';

/** `GET /v1/runs/{run_id}/metrics`. @throws AppError `not-found`. */
export const getRunMetrics: DataPlaneService<'getRunMetrics'> = onAuditThread('getRunMetrics', async (ctx, call) => {
  const { project, run } = await findRun(ctx, call, call.path.run_id);
  const events: JsonObject[] = [];
  const wanted = { filters: call.query.filters, dates: datesOfQuery(call.query) };
  for await (const event of eventsOfRun(ctx, project, run.runId, wanted)) {
    const datapointId = datapointOf(event, run.runId);
    const metrics = measurementsOf(event);
    if (datapointId === undefined || metrics === null) continue;
    const { event_name, event_type, session_id } = event;
    events.push({ event_name, event_type, session_id, metadata: { datapoint_id: datapointId }, metrics });
  }
  return { project, body: { events, totalEvents: events.length }, subject: { kind: 'run', id: run.runId } };
});

/** The numbers and booleans among an event's metrics; null when it has none. */
function measurementsOf({ metrics }: TraceEvent): JsonObject | null {
  const measured = Object.entries(metrics).filter(([, value]) => isMeasurement(value));
  return measured.length === 0 ? null : Object.assign(jsonObject(), Object.fromEntries(measured));
}
