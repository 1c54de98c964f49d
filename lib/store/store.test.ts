import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { MemoryStore } from './memory-store';
import { openStore } from './open-store';
import { describeStoreContract } from './store-contract';

const folder = mkdtempSync(join(tmpdir(), 'baggage-claim-store-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;

describeStoreContract('memory', async () => new MemoryStore());
describeStoreContract('SQLite', () =>
  openStore({
    database: { engine: 'sqlite', file: join(folder, `${files++}.db`) },
    migrationsDir: 'prisma/migrations',
  }),
);
