import { workerData } from 'node:worker_threads';
import { openWriter, type StoreOptions } from '../../lib/store/open-store';
import { serveThread } from '../../lib/threads/serve-thread';

/** The thread that owns the database's only writer. */
await serveThread(() => openWriter(workerData as StoreOptions, (message) => console.error(message)));
