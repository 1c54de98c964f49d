/** What the database alone can take: the driver inserts rows that are ready, and nothing else is done. */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../load/random';
import type { Postgres } from '../server/postgres';

/** Rows inserted per transaction, and the bytes of the request that is kept beside them. */
export interface RawShape {
  readonly rows: number;
  readonly blobBytes: number;
  readonly seconds: number;
}

/** Rows a second of the embedded engine. */
export async function rawSqlite(shape: RawShape): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'baggage-claim-bench-'));
  try {
    const child = fork(new URL('./raw-sqlite.ts', import.meta.url), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.send({ ...shape, file: join(folder, 'raw.db') });
    const [rowsPerSecond] = (await once(child, 'message')) as [number];
    await once(child, 'exit');
    return rowsPerSecond;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const TABLES = `
  CREATE TABLE body (id bigint PRIMARY KEY, bytes bytea NOT NULL);
  ALTER TABLE body ALTER bytes SET STORAGE EXTERNAL;
  CREATE TABLE span (
    session bigint NOT NULL, trace_id bytea NOT NULL, span_id bytea NOT NULL, parent_id bytea, name text NOT NULL,
    kind integer NOT NULL, status integer NOT NULL, start_nano bigint NOT NULL, end_nano bigint NOT NULL,
    body_id bigint NOT NULL, ordinal integer NOT NULL, facts text NOT NULL,
    PRIMARY KEY (session, trace_id, span_id));
`;

/** Rows a second that `COPY` takes, through psql; null without psql. */
export async function rawPostgres({ psql, makeDatabase }: Postgres, shape: RawShape): Promise<number | null> {
  if (psql === null) return null;
  const url = await makeDatabase('bench_raw');
  const child = spawn(psql, [url, '-qXv', 'ON_ERROR_STOP=1'], { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  const random = new Random(5);
  const transactions = Array.from({ length: 32 }, () => copyText(random, shape));
  child.stdin.write(TABLES);
  const start = performance.now();
  let rows = 0;
  while (performance.now() - start < shape.seconds * 1000) {
    const transaction = transactions[(rows / shape.rows) % transactions.length] ?? '';
    // Every row is another session's, so that no key comes twice.
    const text = transaction.replaceAll('SESSION', String(rows)).replaceAll('BODY', String(rows));
    if (!child.stdin.write(text)) await once(child.stdin, 'drain');
    rows += shape.rows;
  }
  child.stdin.end();
  const [code] = await ended;
  if (code !== 0) throw new Error('the raw COPY failed');
  return rows / ((performance.now() - start) / 1000);
}

function copyText(random: Random, { rows, blobBytes }: RawShape): string {
  const lines = Array.from({ length: rows }, (_, i) =>
    [
      'SESSION',
      `\\\\x${random.hex(32)}`,
      `\\\\x${random.hex(16)}`,
      `\\\\x${random.hex(16)}`,
      'openai.chat',
      1,
      1,
      '1795242746704664783',
      '1795242746744664783',
      'BODY',
      i,
      random.hex(200),
    ].join('\t'),
  );
  return [
    'BEGIN;',
    'COPY body FROM STDIN;',
    `BODY\t\\\\x${random.hex(blobBytes * 2)}`,
    '\\.',
    'COPY span FROM STDIN;',
    ...lines,
    '\\.',
    'COMMIT;\n',
  ].join('\n');
}
