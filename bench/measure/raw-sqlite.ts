/** A process that inserts as many rows as the embedded engine's driver takes; started by `raw-limit`. */
// biome-ignore lint/style/noRestrictedImports: the limit of the driver is what is measured
import Libsql from 'libsql';
import { Random } from '../load/random';
import type { RawShape } from './raw-limit';

/** As the product opens its database. */
const SETTINGS = ['page_size = 8192', 'journal_mode = WAL', 'synchronous = FULL', 'wal_autocheckpoint = 4000'];
const COLUMNS = [
  'session INTEGER',
  'trace_id BLOB',
  'span_id BLOB',
  'parent_id BLOB',
  'name TEXT',
  'kind INTEGER',
  'status INTEGER',
  'start_nano INTEGER',
  'end_nano INTEGER',
  'body_id INTEGER',
  'ordinal INTEGER',
  'facts TEXT',
];

process.once('message', (shape: RawShape & { readonly file: string }) => {
  process.send?.(insertFor(shape), () => process.disconnect());
});

function insertFor({ file, rows, blobBytes, seconds }: RawShape & { readonly file: string }): number {
  const database = new Libsql(file);
  for (const setting of SETTINGS) database.prepare(`PRAGMA ${setting}`).all();
  database.exec(`CREATE TABLE body (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
    CREATE TABLE span (${COLUMNS.join(', ')});
    CREATE UNIQUE INDEX span_key ON span (session, trace_id, span_id)`);
  const insertBody = database.prepare('INSERT INTO body VALUES (?, ?)');
  const insertSpan = database.prepare(`INSERT INTO span VALUES (${COLUMNS.map(() => '?').join(', ')})`);
  const random = new Random(5);
  const blob = Buffer.from(random.hex(blobBytes * 2), 'hex');
  const prepared = Array.from({ length: 4096 }, () => ({
    trace: Buffer.from(random.hex(32), 'hex'),
    span: Buffer.from(random.hex(16), 'hex'),
    facts: random.hex(200),
  }));
  let done = 0;
  const start = performance.now();
  while (performance.now() - start < seconds * 1000) {
    database.exec('BEGIN IMMEDIATE');
    insertBody.run([done, blob]);
    for (let ordinal = 0; ordinal < rows; ordinal++) {
      const row = prepared[(done + ordinal) % prepared.length];
      if (row === undefined) break;
      const { trace, span, facts } = row;
      // Sessions are hashed in the product, too, so the index is filled all over.
      const session = Math.imul(done + ordinal, 0x9e3779b1);
      insertSpan.run([
        session,
        trace,
        span,
        span,
        'openai.chat',
        1,
        1,
        1795242746704664783n,
        1795242746744664783n,
        done,
        ordinal,
        facts,
      ]);
    }
    database.exec('COMMIT');
    done += rows;
  }
  const elapsed = (performance.now() - start) / 1000;
  database.close();
  return done / elapsed;
}
