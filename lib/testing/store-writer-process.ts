import { writeSync } from 'node:fs';
import { openStore } from '../store/open-store';
import { appendSpan, someBatch, spanId, traceId } from './store-batch';

/** A process that appends batches of ten spans until it is killed, and prints the number of each one acknowledged. */
const [databaseFile = '', migrationsDir = '', first = '0'] = process.argv.slice(2);
const store = await openStore({ database: { engine: 'sqlite', file: databaseFile }, migrationsDir });
const { id } = await store.ensureProject('project');
for (let batch = Number(first); ; batch++) {
  const spans = Array.from({ length: 10 }, (_, i) => appendSpan({ traceId: traceId(batch), spanId: spanId(i) }, {}, i));
  await store.append(someBatch(id, spans));
  writeSync(1, `${batch}\n`);
}
