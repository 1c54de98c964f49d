import { workerData } from 'node:worker_threads';
import { ingestExport, type SentTraces } from '../../lib/services/ingest-export';
import { openIngestStore } from '../../lib/store/open-store';
import { serveThread } from '../../lib/threads/serve-thread';
import { openLog } from '../open-log';
import { stepBack } from './step-back';
import { type ThreadData, writerOf } from './thread-data';

/** A thread that takes export requests from bytes to rows. */
await serveThread(async () => {
  stepBack();
  const data = workerData as ThreadData;
  const { config, store: options } = data;
  const store = await openIngestStore(options, writerOf(data));
  const ctx = { store, config, log: openLog(config), now: () => new Date() };
  return { ingest: (sent: SentTraces) => ingestExport(ctx, sent) };
});
