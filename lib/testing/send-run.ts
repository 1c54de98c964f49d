import type { AppContext } from '../services/context';
import { createSettler } from '../services/settle-sessions';
import { sendToHandlers } from './send-to-handlers';

export interface SentRun {
  readonly runId: string;
  readonly project?: string;
  readonly name?: string;
  readonly dataset?: string;
  /** Version of the client. */
  readonly version?: string;
  readonly metadata?: object;
  /** One per datapoint: whether its child span lost the ids. One that did not, unless told. */
  readonly faults?: readonly boolean[];
  /** Attributes of every child span. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** False for one that more may still come for. */
  readonly isOver?: boolean;
}

let sent = 0;

/** Sends a run as a client does, a root and a child span for every datapoint, says that it is over and has it judged. */
export async function sendRun(ctx: AppContext, run: SentRun): Promise<void> {
  const { runId, project = 'demo', name, dataset, metadata = {}, faults = [false], attributes = {} } = run;
  const post = async (path: string, method: string, body: object) => {
    const response = await sendToHandlers(ctx)(
      new Request(new URL(path, 'http://localhost:3000'), {
        method,
        headers: {
          'content-type': 'application/json',
          'x-project': project,
          ...(run.version === undefined ? {} : { 'hh-client-package': 'honeyhive', 'hh-client-version': run.version }),
        },
        body: JSON.stringify(body),
      }),
    );
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  };

  await post('/v1/runs', 'POST', { run: { run_id: runId, project, name, dataset_id: dataset, metadata } });
  const spans = faults.flatMap((isFaulty, index) => {
    const [trace, root, child] = [++sent, ++sent, ++sent];
    const session = { 'honeyhive.session_id': `${runId}-session-${index}` };
    const ids = {
      'honeyhive_metadata.run_id': runId,
      ...(dataset === undefined ? {} : { 'honeyhive_metadata.dataset_id': dataset }),
      'honeyhive_metadata.datapoint_id': `datapoint-${index}`,
    };
    const traceId = hex(trace, 32);
    return [
      spanOf({ traceId, spanId: hex(root, 16), name: 'fn' }, { ...session, ...ids }),
      spanOf(
        { traceId, spanId: hex(child, 16), parentSpanId: hex(root, 16), name: 'child_op' },
        { ...session, ...(isFaulty ? {} : ids), ...attributes },
      ),
    ];
  });
  await post('/v1/traces', 'POST', { resourceSpans: [{ scopeSpans: [{ spans }] }] });
  if (run.isOver === false) return;
  await post(`/v1/runs/${encodeURIComponent(runId)}`, 'PUT', { status: 'completed' });
  await createSettler(ctx).settleDue();
}

function hex(number: number, length: number): string {
  return number.toString(16).padStart(length, '0');
}

function spanOf(members: object, attributes: Readonly<Record<string, string>>): object {
  return {
    kind: 1,
    startTimeUnixNano: '1760000000000000001',
    endTimeUnixNano: '1760000000005000000',
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: { stringValue: value } })),
    ...members,
  };
}
