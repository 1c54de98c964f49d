import { workerData } from 'node:worker_threads';
import type { AppContext } from '../../lib/services/context';
import { startSettleLoop } from '../../lib/services/settle-sessions';
import { openStore } from '../../lib/store/open-store';
import { serveThread } from '../../lib/threads/serve-thread';
import { openLog } from '../open-log';
import { type ThreadData, writerOf } from './thread-data';

/** The thread that judges sessions. */
await serveThread(async () => {
  const data = workerData as ThreadData;
  const { config, packageFolder } = data;
  const store = await openStore(data.store, writerOf(data));
  const ctx: AppContext = { store, config, log: openLog(config), packageFolder, now: () => new Date() };
  const settling = startSettleLoop(ctx);
  return {
    async stop() {
      await settling.stop();
    },
  };
});
