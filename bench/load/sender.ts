/** A process that sends one load and reports. It is started by `start-sender`. */
import { setTimeout } from 'node:timers/promises';
import { latencyOf } from '../measure/latency';
import { Connection } from './connection';
import type { FromSender, LoadJob, LoadReport, ToSender, Until } from './load-job';
import { postTraces, requestHead } from './post-traces';
import { RequestSource } from './request-source';

const RUNS_TOLD = 10_000;

let prepared: { readonly job: LoadJob; readonly source: RequestSource } | null = null;

process.on('disconnect', () => process.exit());
process.on('message', (message: ToSender) => {
  handle(message).catch((error: unknown) => tell({ is: 'failed', reason: String(error) }));
});

async function handle(message: ToSender): Promise<void> {
  if (message.do === 'prepare') {
    prepared = { job: message.job, source: new RequestSource(message.job) };
    tell({ is: 'ready' });
  } else if (message.do === 'send' && prepared !== null) {
    const report = await send(prepared.job, prepared.source, message.until);
    tell({ is: 'done', report });
  } else process.disconnect();
}

function tell(message: FromSender): void {
  process.send?.(message);
}

async function send(job: LoadJob, source: RequestSource, until: Until): Promise<LoadReport> {
  const latencies: number[] = [];
  const runs = new Set<string>();
  const sum = { requests: 0, rawBytes: 0, wireBytes: 0, retries: 0 };
  const gapMs = job.rate === null ? null : (job.spansPerRequest / job.rate) * 1000;
  const requestsMax = Math.ceil(until.spans / job.spansPerRequest);
  const cpu = process.cpuUsage();
  const start = performance.now();
  const end = start + until.seconds * 1000;
  let taken = 0;

  async function work(): Promise<void> {
    const connection = new Connection(job.origin);
    const buffer = Buffer.alloc(source.longest + 1024);
    for (;;) {
      const turn = taken++;
      let due = performance.now();
      if (gapMs !== null) {
        const wait = start + turn * gapMs - due;
        due = start + turn * gapMs;
        if (wait > 0) await setTimeout(wait);
      }
      if (turn >= requestsMax || performance.now() >= end) break;
      const { body, table, runId } = source.next();
      const headLength = buffer.write(requestHead(job, body.length), 'latin1');
      body.write(table, buffer, headLength);
      sum.retries += await postTraces(connection, buffer.subarray(0, headLength + body.length));
      latencies.push(performance.now() - due);
      sum.requests++;
      sum.rawBytes += body.rawLength;
      sum.wireBytes += body.length;
      if (runs.size < RUNS_TOLD) runs.add(runId);
    }
    connection.close();
  }

  await Promise.all(Array.from({ length: job.connections }, work));
  const { user, system } = process.cpuUsage(cpu);
  return {
    ...sum,
    spans: sum.requests * job.spansPerRequest,
    seconds: (performance.now() - start) / 1000,
    ack: latencyOf(latencies),
    cpuSeconds: (user + system) / 1e6,
    runs: [...runs],
  };
}
