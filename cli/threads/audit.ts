import { workerData } from 'node:worker_threads';
import type { Project } from '../../lib/domain/records';
import { compareRuns } from '../../lib/services/compare-runs';
import type { AppContext, AuditWorker } from '../../lib/services/context';
import { answerPrinted } from '../../lib/services/data-plane/answer-printed';
import { startRetentionLoop } from '../../lib/services/expire-sessions';
import { getComparedTree } from '../../lib/services/get-compared-tree';
import { getHistory } from '../../lib/services/get-history';
import { getStructure } from '../../lib/services/get-structure';
import { KeyRing } from '../../lib/services/key-ring';
import { listComparedDatapoints } from '../../lib/services/list-compared-datapoints';
import { listNodeSpans } from '../../lib/services/list-node-spans';
import { judgeSession } from '../../lib/services/read-report';
import { searchSession } from '../../lib/services/search-session';
import { startSettleLoop } from '../../lib/services/settle-sessions';
import { openStore } from '../../lib/store/open-store';
import { serveThread } from '../../lib/threads/serve-thread';
import { openLog } from '../open-log';
import { stepBack } from './step-back';
import { type ThreadData, writerOf } from './thread-data';

/** What the audit thread serves. */
export interface AuditThread extends AuditWorker {
  stop(): Promise<void>;
}

/** The thread that judges, searches and compares, and lets old sessions go. */
await serveThread(async (): Promise<AuditThread> => {
  stepBack();
  const data = workerData as ThreadData;
  const { config, packageFolder } = data;
  const store = await openStore(data.store, writerOf(data));
  const now = () => new Date();
  const ctx: AppContext = { store, config, log: openLog(config), keys: new KeyRing(store, now), packageFolder, now };
  const settling = startSettleLoop(ctx);
  const retention = startRetentionLoop(ctx);
  return {
    judge: (project: Project, sessionId: string) => judgeSession(ctx, project, sessionId),
    search: (projectName: string, sessionId: string, q: string) =>
      searchSession(ctx, projectName, sessionId, q, new AbortController().signal),
    compareRuns: (...asked) => compareRuns(ctx, ...asked),
    listComparedDatapoints: (...asked) => listComparedDatapoints(ctx, ...asked),
    getComparedTree: (...asked) => getComparedTree(ctx, ...asked),
    getStructure: (...asked) => getStructure(ctx, ...asked),
    listNodeSpans: (...asked) => listNodeSpans(ctx, ...asked),
    getHistory: (...asked) => getHistory(ctx, ...asked),
    answerDataPlane: (id, call) => answerPrinted(ctx, id, call),
    async stop() {
      await Promise.all([settling.stop(), retention.stop()]);
    },
  };
});
