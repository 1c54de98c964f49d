import 'server-only';
import type { AppContext } from '../services/context';
import { ingestExport } from '../services/ingest-export';
import { Admission } from './admission';
import type { ReceiveTracesDeps } from './receive-traces';
import { FIXED_LIMITS } from './receiver-limits';

/** What the receiver needs, made of the use cases on this context. Made once: its account counts for all ports. */
export function receiveTracesDeps(
  ctx: AppContext,
  ingest: ReceiveTracesDeps['ingest'] = (sent) => ingestExport(ctx, sent),
): ReceiveTracesDeps {
  const { maxBodyBytes, queueBytes, queueRequests, corsOrigins } = ctx.config;
  const limits = { ...FIXED_LIMITS, maxBodyBytes, queueBytes, queueRequests };
  return {
    ingest,
    admission: new Admission(limits),
    limits,
    corsOrigins,
    now: ctx.now,
    ready: () => ctx.store.checkWritable(),
    log: ctx.log,
  };
}
