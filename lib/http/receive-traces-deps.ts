import 'server-only';
import type { AppContext } from '../services/context';
import { ingestTraces, recordRefusedTraces } from '../services/ingest-traces';
import type { ReceiveTracesDeps } from './receive-traces';

/** What the receiver needs, made of the use cases on this context. */
export function receiveTracesDeps(ctx: AppContext): ReceiveTracesDeps {
  return {
    async ingest(received) {
      await ingestTraces(ctx, received);
    },
    refused: (request, status, reason) => recordRefusedTraces(ctx, request, status, reason),
    maxBodyBytes: ctx.config.maxBodyBytes,
    log: ctx.log,
  };
}
