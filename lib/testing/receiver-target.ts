import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../domain/errors';
import { parseEnvironment } from '../env';
import { Admission } from '../http/admission';
import { createOtlpServer } from '../http/otlp-listener';
import type { ReceiveTracesDeps } from '../http/receive-traces';
import { receiveTracesDeps } from '../http/receive-traces-deps';
import { PROJECT } from '../receiver-suite/send';
import { openTarget, type Target } from '../receiver-suite/target';
import { aContext } from './a-context';
import { aKey } from './a-key';
import { callApi } from './call-api';

const MEGABYTE = 1024 * 1024;

/** Short enough to be waited for. */
const LIMITS = {
  maxHeaderBytes: 32 * 1024,
  headersMs: 500,
  pace: { graceMs: 300, bytesPerSecond: 1000, totalMs: 2000 },
};

interface ReceiverOptions {
  /** It takes a key, and the target has one. */
  readonly hasKeys?: boolean;
}

/** A receiver in this process, with others beside it that are full, broken and unavailable. */
export async function openReceiverTarget({ hasKeys = false }: ReceiverOptions = {}): Promise<Target> {
  const ctx = aContext({ config: parseEnvironment({ MAX_BODY_BYTES: String(16 * MEGABYTE) }), now: () => new Date() });
  const deps = receiveTracesDeps(ctx);
  const limits = { ...deps.limits, ...LIMITS };
  const servers: Server[] = [];
  const open = async (changes: Partial<ReceiveTracesDeps>) => {
    const server = createOtlpServer({ ...deps, limits, ...changes }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.push(server);
    return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  };
  const full = new Admission({ queueBytes: 1, queueRequests: 1 });
  full.enter(1);
  const brokenContext = aContext({ config: ctx.config });
  const broke = () => Promise.reject(new TypeError('no such table'));
  Object.assign(brokenContext.store, { append: broke, recordDelivery: broke, checkWritable: broke });
  const unavailable = () => Promise.reject(new AppError('unavailable', 'The disk is full.'));

  const target = await openTarget({
    url: await open({}),
    key: hasKeys ? await aKey(ctx, PROJECT, 'ingest') : null,
    api: async (path) => {
      const response = await callApi(ctx, path);
      return { status: response.status, text: await response.text() };
    },
    faults: {
      full: await open({ admission: full }),
      broken: await open(receiveTracesDeps(brokenContext)),
      unavailable: await open({ ingest: unavailable }),
    },
  });
  return {
    ...target,
    close() {
      target.close();
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}
