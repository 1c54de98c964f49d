import type { CallDataPlane } from './call-data-plane';

/** Sends one session of a run for one datapoint, with a chain event that carries the metrics. */
export async function measureDatapoint(
  call: CallDataPlane,
  runId: string,
  datapoint_id: string,
  metrics: object,
  more: { readonly name?: string; readonly metadata?: object } = {},
): Promise<void> {
  const metadata = { run_id: runId, datapoint_id, ...more.metadata };
  const { body } = await call('POST', '/v1/sessions', { session_name: 's', metadata });
  const { session_id } = body;
  const event = { event_type: 'chain', event_name: more.name ?? 'fn', session_id, inputs: {}, metrics };
  await call('POST', '/v1/events', { ...event, metadata });
}
