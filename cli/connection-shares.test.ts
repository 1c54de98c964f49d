import { expect, it } from 'vitest';
import { shareConnections } from './connection-shares';

function shared(connections: number, ingestThreads: number) {
  const database = { engine: 'postgresql', url: 'postgresql://db/x', connections } as const;
  const shares = shareConnections({ database, migrationsDir: '' }, ingestThreads);
  return Object.values(shares).map(({ database }) => (database.engine === 'postgresql' ? database.connections : 0));
}

it('a process opens no more connections than it may', () => {
  const [writer = 0, ingest = 0, audit = 0, pages = 0] = shared(20, 8);
  expect(writer + 8 * ingest + audit + pages).toBe(20);
});

it('too few connections for the threads are refused with the number that is needed', () => {
  expect(() => shared(8, 2)).toThrow('DATABASE_CONNECTIONS="8" is not usable: with INGEST_THREADS=2 at least 9');
  expect(shared(9, 2).every((connections) => connections > 0)).toBe(true);
});
