import 'server-only';
import type { AppContext } from '../services/context';
import { ingestExport } from '../services/ingest-export';
import { Admission } from './admission';
import { refuseForeignHost } from './authorize';
import { bearerOf } from './bearer-of';
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
    admit: async (header) => {
      const key = await ctx.keys.admit(bearerOf(header('authorization')), 'ingest');
      refuseForeignHost(key === null, ctx.config, header);
      return key?.project ?? null;
    },
    isOpen: () => ctx.keys.isEmpty(),
    ingest,
    admission: new Admission(limits),
    limits,
    corsOrigins,
    now: ctx.now,
    ready: () => ctx.store.checkWritable(),
    log: ctx.log,
  };
}
